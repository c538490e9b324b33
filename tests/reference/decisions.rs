//! Decisions of random worlds.

use profilekit::Kernel;
use profilekit::access::{Context, Resource, ResourceHead, Subject, SubjectHead};
use profilekit_tests::Seeded;

use crate::world::{Person, Record, VERBS, World, may};

pub(crate) fn compiled(world: &World) -> Kernel {
    Kernel::compile(world.blueprint().to_string().as_bytes())
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
}

pub(crate) fn subject(kernel: &Kernel, person: &Person) -> Subject {
    let attributes = person.attributes();
    let head = SubjectHead {
        id: person.id,
        roles: &person.roles,
        tenant: person.tenant,
        persona: person.persona.then_some("p"),
        attributes: Some(&attributes),
        system: false,
    };
    kernel.subject(&head).unwrap()
}

pub(crate) fn resource<'d>(kernel: &Kernel, record: &Record, document: &'d str) -> Resource<'d> {
    let relations = [("helper", record.helper.as_slice())];
    let head = ResourceHead {
        owner: record.owner,
        tenant: record.tenant,
        state: record.state,
        relations: &relations,
        ..ResourceHead::default()
    };
    kernel
        .resource(kernel.kind("item").unwrap(), &head, document)
        .unwrap()
}

#[test]
fn a_million_random_decisions_agree_with_the_plain_model() {
    let mut random = Seeded::new(1);
    let (mut asked, mut allowed) = (0u32, 0u32);
    for _ in 0..260 {
        let world = World::random(&mut random);
        let kernel = compiled(&world);
        let people: Vec<Person> = (0..36).map(|_| Person::random(&mut random)).collect();
        let records: Vec<Record> = (0..36).map(|_| Record::random(&mut random)).collect();
        let subjects: Vec<Subject> = people
            .iter()
            .map(|person| subject(&kernel, person))
            .collect();
        let documents: Vec<String> = records.iter().map(Record::document).collect();
        let resources: Vec<Resource<'_>> = records
            .iter()
            .zip(&documents)
            .map(|(record, text)| resource(&kernel, record, text))
            .collect();
        let context = Context::default();
        for verb in VERBS {
            let action = kernel.action(&format!("item.{verb}")).unwrap();
            for (person, subject) in people.iter().zip(&subjects) {
                let filter = kernel.access().filter(subject, action, &context);
                for (record, resource) in records.iter().zip(&resources) {
                    let ours = kernel.decide(subject, action, resource, &context);
                    let theirs = may(&world, person, verb, record);
                    assert_eq!(
                        ours.allowed, theirs,
                        "{verb}\n{world:#?}\n{person:#?}\n{record:#?}\n{ours:?}"
                    );
                    assert_eq!(
                        filter.matches(resource),
                        theirs,
                        "filter {verb}\n{world:#?}\n{person:#?}\n{record:#?}"
                    );
                    asked += 1;
                    allowed += u32::from(theirs);
                }
            }
        }
    }
    println!("{asked} decisions, {allowed} of them allowed");
    assert!(asked >= 1_000_000 && allowed > asked / 10 && allowed < asked * 9 / 10);
}
