//! The types of the Node package, compiled by `tsc` as a project that has it installed would.

use std::fs;
use std::process::Command;

use profilekit_tests::{npm_file, workspace};

const USES: &str = r#"
import { BlueprintError, Kernel, ProfileKitError, checkSender, countCall, parseWebhook, planSync, standing, verifyToken, verifyWebhook, type WebhookNews, type Link, type SyncPlan, type Decision, type ErrorCode, type View } from "@profilekit/node";
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { BuilderProfile } from "./marketplace.js";

const kernel: Kernel = Kernel.preset("marketplace");
const found = kernel.validate<BuilderProfile>("builder_profile", new Uint8Array(), { mode: "draft", now: new Date() });
export const headline: string | undefined = found.value?.basics?.headline;
export const codes: string[] = found.violations.map(({ code }) => code);
const ada = kernel.subject({ id: "u1", roles: ["builder"] });
const record = kernel.record({ kind: "builder_profile", owner: "u1" }, found.document ?? "{}");
export const decision: Decision = kernel.decide(ada, "builder_profile.update", record, { now: "2026-01-01T00:00:00Z" });
export const view: View<BuilderProfile> = kernel.view(ada, record);
export const many: Uint8Array = kernel.decideMany(ada, [record], [[0, kernel.action("builder_profile.read")]]);
export const csv: string = kernel.matrix("csv");
export const rows: number = kernel.matrix().rows.length;
export const steps: string[] = kernel.strength(record).next;
kernel.viewAs("role:client", record);

const verified = verifyWebhook({ headers: new Map<string, string>(), body: "{}", keys: ["whsec_", { secret: "whsec_", until: new Date() }] });
export const delivered: string = verified.id;
export const who: string = verifyToken("a.b.c", { keys: { keys: [] }, issuer: "https://example.com", parties: [] }).sub;
const claims = verifyToken("a.b.c", { keys: "" });
kernel.subject({ id: claims.sub, ...standing(kernel, claims) });
export const from: string | undefined = checkSender(kernel, { peer: "203.0.113.7", forwarded: null });
export const left: number | undefined = countCall(kernel, "builder", { freeAt: null })?.remaining;
const news: WebhookNews = parseWebhook("{}");
export const about: string = news.about === "other" ? news.event : news.id;
const plan: SyncPlan = planSync(kernel, news.about === "user" ? news.user : { id: "user_1" }, { link: null });
export const again: SyncPlan = planSync(kernel, "{}", { local: { record: "r", id: "u", document: {} }, link: plan.link });
export const link: Link = plan.link;

export function status(error: unknown): number {
    if (error instanceof BlueprintError) return error.problems.length;
    return error instanceof ProfileKitError ? error.status : 500;
}
export const code: ErrorCode = "kernel.unknown_kind";

const standard = kernel.standard<BuilderProfile>("builder_profile", { mode: "create" });
export const schema: StandardSchemaV1<BuilderProfile> = standard;
export const described: StandardJSONSchemaV1<BuilderProfile> = standard;
const judged = standard["~standard"].validate({});
export const messages: string[] = judged.issues?.map(({ message, path }) => `${path.join(".")}: ${message}`) ?? [];
export type Output = StandardSchemaV1.InferOutput<typeof standard>;
export const display: Output["basics"] = { headline: "x" };


// @ts-expect-error the body is what came, not what was parsed
verifyWebhook({ headers: {}, body: {}, keys: "" });
// @ts-expect-error no such code
export const wrong: ErrorCode = "kernel.unknown_kin";
// @ts-expect-error a kernel is compiled
new Kernel();
// @ts-expect-error not a viewer
kernel.viewAs("everybody", record);
// @ts-expect-error a record has a kind
kernel.record({ owner: "u1" });
// @ts-expect-error not a member
kernel.subject({ role: "builder" });
"#;

#[test]
fn the_node_package_is_typed_for_esm_and_commonjs() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("node_modules/@profilekit/node");
    fs::create_dir_all(package.join("lib")).unwrap();
    let from = workspace().join("bindings-node");
    for file in [
        "package.json",
        "index.d.ts",
        "index.d.mts",
        "lib/answering.d.ts",
        "lib/codes.d.ts",
        "lib/identity.d.ts",
        "lib/kernel.d.ts",
    ] {
        fs::copy(from.join(file), package.join(file)).unwrap();
    }
    let spec = folder.path().join("node_modules/@standard-schema/spec");
    fs::create_dir_all(spec.join("dist")).unwrap();
    for file in ["package.json", "dist/index.d.ts", "dist/index.d.cts"] {
        fs::copy(npm_file("@standard-schema/spec", file), spec.join(file)).unwrap();
    }
    let types = workspace().join("tests/types/products/marketplace.ts");
    for (file, text) in [
        ("esm/uses.ts", USES),
        ("cjs/uses.ts", USES),
        ("esm/package.json", r#"{"type":"module"}"#),
        ("cjs/package.json", r#"{"type":"commonjs"}"#),
    ] {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for module in ["esm", "cjs"] {
        fs::copy(&types, folder.path().join(module).join("marketplace.ts")).unwrap();
    }
    let mut compiler = Command::new("node");
    compiler
        .arg(npm_file("typescript", "bin/tsc"))
        .args(["--noEmit", "--strict", "--exactOptionalPropertyTypes"])
        .args(["--target", "es2022", "--module", "nodenext"])
        .args(["esm/uses.ts", "cjs/uses.ts"])
        .current_dir(folder.path());
    let output = compiler.output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}
