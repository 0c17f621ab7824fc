//! Several tabs on one project, without a browser: whoever writes second goes on from what the first wrote, nothing is
//! lost, and all come to see the same. What a browser adds is looked at by `tests/campaigns/tabs.mjs`.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "tabs/acts.rs"]
mod acts;
#[path = "tabs/looks.rs"]
mod looks;
#[path = "tabs/tab.rs"]
mod tab;
#[path = "tabs/told.rs"]
mod told;

use acts::*;
use cartouche::document::*;
use cartouche::persist::*;
use looks::*;
use proptest::prelude::*;
use tab::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn tabs_that_write_in_turns_come_to_see_the_same(
        acts in prop::collection::vec((0usize..3, act()), 1..250)
    ) {
        let mut store = imported();
        let before = Before {
            entries: store.range(Table::Steps, &project_prefix(PROJECT)).len(),
            objects: objects_in(&store),
        };
        let mut tabs: Vec<_> = (0..3).map(|n| Tab::new(&store, (n + 1) * 1_000_000, 1 + n as usize)).collect();
        for (n, act) in &acts {
            perform(&mut tabs[*n], &mut store, act);
        }
        for _ in 0..2 {
            for tab in &mut tabs {
                tab.settle(&mut store);
            }
        }
        assert_rows_agree(&store);
        assert_nothing_is_lost(&store, &tabs, &before);
        for tab in &tabs {
            prop_assert_eq!(check(tab.document()), []);
            let mut loaded: Vec<_> = tab.document().loaded_inputs().collect();
            loaded.sort_unstable();
            let fresh = read(&store, loaded.clone(), 9);
            prop_assert_eq!(everything(&tab.open, &loaded), everything(&fresh, &loaded));
        }
    }
}
