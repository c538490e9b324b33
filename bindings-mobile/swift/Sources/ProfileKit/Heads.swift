import Foundation

/// What is known of a subject; without an `id` it is somebody who is not signed in.
public struct SubjectHead: Codable, Hashable, Sendable {
    public var id: String?
    public var roles: [String]
    public var tenant: String?
    public var persona: String?
    /// The attributes that the blueprint declares.
    public var attributes: [String: JSONValue]
    /// Whether it is the product itself.
    public var system: Bool

    public init(
        id: String? = nil, roles: [String] = [], tenant: String? = nil, persona: String? = nil,
        attributes: [String: JSONValue] = [:], system: Bool = false
    ) {
        self.id = id
        self.roles = roles
        self.tenant = tenant
        self.persona = persona
        self.attributes = attributes
        self.system = system
    }
}

/// What is known of a record besides its document.
public struct RecordHead: Codable, Hashable, Sendable {
    public var kind: String
    public var id: String?
    public var owner: String?
    public var tenant: String?
    public var state: String?
    public var version: Int64?
    public var createdAt: Date?
    public var updatedAt: Date?
    /// The ids that are related to it, by relation.
    public var relations: [String: [String]]
    /// The roles of its owner; those of the kind's personas where nobody says.
    public var ownerRoles: [String]?
    /// The audiences that its owner chose, by path.
    public var choices: [String: String]
    /// The audiences that an administrator forced, by path.
    public var forced: [String: String]

    public init(
        kind: String, id: String? = nil, owner: String? = nil, tenant: String? = nil,
        state: String? = nil, version: Int64? = nil, createdAt: Date? = nil, updatedAt: Date? = nil,
        relations: [String: [String]] = [:], ownerRoles: [String]? = nil,
        choices: [String: String] = [:], forced: [String: String] = [:]
    ) {
        self.kind = kind
        self.id = id
        self.owner = owner
        self.tenant = tenant
        self.state = state
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.relations = relations
        self.ownerRoles = ownerRoles
        self.choices = choices
        self.forced = forced
    }
}

/// The circumstances of a call.
public struct ContextHead: Codable, Hashable, Sendable {
    public var now: Date?
    /// The attributes that the blueprint declares.
    public var attributes: [String: JSONValue]

    public init(now: Date? = nil, attributes: [String: JSONValue] = [:]) {
        self.now = now
        self.attributes = attributes
    }
}
