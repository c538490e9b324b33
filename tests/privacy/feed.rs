//! What happened lately, for somebody who may see it.

use profilekit::hub::Call;

use crate::world::{START, everywhere};

#[test]
fn everybody_is_told_what_they_may_read() {
    everywhere(async |world| {
        world.fill().await;
        let names = async |call: &Call<'_>, after| {
            let feed = world.hub.feed(call, after).await.unwrap();
            let names = feed.news.into_iter().map(|news| news.name);
            (names.collect::<Vec<_>>(), feed.reached)
        };
        let (all, reached) = names(&Call::new(&world.ada, START + 10), 0).await;
        assert_eq!(
            all,
            [
                "card.created",
                "note.created",
                "invoice.created",
                "card.updated",
                "card.updated",
                "card.created"
            ]
        );
        let (bobs, same) = names(&Call::new(&world.bob, START + 10), 0).await;
        let cards = [
            "card.created",
            "card.updated",
            "card.updated",
            "card.created",
        ];
        assert_eq!((bobs, same), (cards.map(str::to_owned).to_vec(), reached));
        let (rest, _) = names(&Call::new(&world.bob, START + 10), reached).await;
        assert_eq!(rest, Vec::<String>::new());
    });
}
