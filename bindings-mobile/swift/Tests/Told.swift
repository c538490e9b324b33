import ProfileKit

// Typed answers as the wire writes them, without texts.

/// `signIn` as `sign_in`.
private func word(_ value: some Any) -> Plain {
    var out = ""
    for letter in "\(value)" {
        out += letter.isUppercase ? "_\(letter.lowercased())" : String(letter)
    }
    return .text(out)
}

private func toldParams(_ params: [String: Param]) -> Plain {
    .members(params.mapValues { value in
        switch value {
        case .number(let number): .whole(number)
        case .text(let text): .text(text)
        }
    })
}

extension Violation {
    var told: Plain {
        .members([
            "path": .text(path), "code": .text(code), "params": toldParams(params),
            "message": .text(message),
        ])
    }
}


extension Decision {
    var told: Plain {
        .some([
            "allowed": .bool(allowed), "reason": word(reason), "rule": .maybe(rule),
            "message": .text(message), "fields": fields.map { .texts($0) },
            "obligations": obligations.isEmpty ? nil : .texts(obligations),
        ])
    }
}

extension Explanation {
    var told: Plain {
        .members([
            "decision": decision.told,
            "rules": .list(rules.map { rule in
                .members([
                    "rule": .text(rule.rule), "at": .text(rule.at), "effect": word(rule.effect),
                    "applies": .bool(rule.applies), "because": .text(rule.because),
                    "message": .text(rule.message),
                ])
            }),
        ])
    }
}

extension SqlFilter {
    var told: Plain {
        .members([
            "sql": .text(sql),
            "params": .list(params.map { param in
                switch param {
                case .null: .null
                case .flag(let flag): .bool(flag)
                case .number(let number): .whole(number)
                case .real(let number): .number("\(number)")
                case .text(let text): .text(text)
                }
            }),
        ])
    }
}

extension View {
    var told: Plain {
        .some([
            "document": Json.read(document).plain, "tags": .texts(tags), "shared": .bool(shared),
            "hidden": hidden.map { hidden in
                .list(hidden.map { one in
                    .members([
                        "path": .text(one.path), "audience": .maybe(one.audience), "rule": .text(one.rule),
                    ])
                })
            },
        ])
    }
}

extension Score {
    var told: Plain {
        .members([
            "score": score.map { .whole($0) } ?? .null, "level": .maybe(level), "card": .whole(card),
            "checks": .list(checks.map(\.told)), "next": .texts(next),
        ])
    }
}

extension Rating {
    var told: Plain {
        .members(["score": score.map { .whole($0) } ?? .null, "level": .maybe(level)])
    }
}

extension StrengthCheck {
    var told: Plain {
        .members([
            "id": .text(id), "score": .whole(score), "max": .whole(max), "achieved": .whole(achieved),
            "gain": .whole(gain), "required": .bool(required),
            "issues": .list(issues.map { issue in
                .members([
                    "severity": .text(issue.severity), "code": .text(issue.code),
                    "params": toldParams(issue.params), "message": .text(issue.message),
                    "fix": .text(issue.fix),
                ])
            }),
        ])
    }
}

extension NavigationEntry {
    var told: Plain {
        .members([
            "id": .text(id), "label": .maybe(label), "path": .text(path),
            "children": .list(children.map(\.told)),
        ])
    }
}

extension Passage {
    var told: Plain { .members(["passage": word(self)]) }
}

extension Check {
    var told: Plain { .members(["valid": .bool(valid), "problems": .list(problems.map(\.told))]) }
}

extension Problem {
    var told: Plain {
        .some([
            "severity": word(severity), "path": .text(path), "code": .text(code),
            "message": .text(message), "help": help.map { .text($0) },
            "suggestion": suggestion.map { .text($0) },
            "span": span.map { .list([.whole($0.start), .whole($0.end)]) },
        ])
    }
}

extension Diff {
    var told: Plain {
        .members([
            "verdict": word(verdict), "widens": .bool(widens),
            "changes": .list(changes.map { change in
                .members([
                    "verdict": word(change.verdict), "path": .text(change.path),
                    "message": .text(change.message),
                ])
            }),
        ])
    }
}

extension Matrix {
    var told: Plain {
        .members([
            "product": .text(product), "version": .text(version), "viewers": .texts(viewers),
            "rows": .list(rows.map(\.told)),
        ])
    }
}

extension MatrixRow {
    var told: Plain {
        .members([
            "kind": .text(kind), "field": .text(field), "default": .text(audience),
            "allow": .text(allow), "by_role": .text(byRole), "roles": .text(roles),
            "relations": .text(relations), "data_class": .text(dataClass),
            "lawful_basis": .text(lawfulBasis), "retention": .text(retention),
            "source": .text(source), "written_by": .text(writtenBy),
            "shown": .members(shown.mapValues { .text($0) }),
        ])
    }
}
