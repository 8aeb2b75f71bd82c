//! Diagram of who takes part in what: a collection's entries and those that they name, joined by lines.

use std::collections::BTreeSet;

use super::{Views, data::RelationGraph};
use crate::{
    config::{CollectionId, LanguageId, Role},
    site::{EntryId, ReferenceTarget, references},
};

/// A diagram with more lines than this would be illegible and is left out.
const GRAPH_LIMIT: usize = 120;

/// The number of times that a side is reordered by the other. More times hardly remove any crossing.
const SWEEPS: usize = 12;

/// A line of the diagram: the places of the entries that it joins, left and right.
type GraphLine = (usize, usize);

impl Views {
    /// Makes the diagram of a collection: the parties that the collection's entries name, these entries, and a line for each
    /// reference. `None` where there is none, or too much to draw.
    pub(super) fn relation_graph(&self, collection: CollectionId, language: LanguageId) -> Option<RelationGraph> {
        let fields = &self.site.config.collection(collection).fields;
        // From each party to the entry that names it.
        let mut edges: Vec<(EntryId, EntryId)> = Vec::new();
        for id in self.site.collection_entries(collection) {
            let Some(facts) = self.site.facts(id).filter(|_| self.site.entry(id).shown(language).is_some()) else {
                continue;
            };
            for reference in references(fields, facts) {
                let ReferenceTarget::Page(of) = reference.target else { continue };
                let is_party = reference.field.find(fields).is_some_and(|field| field.role == Some(Role::Party));
                if is_party && let Some(target) = self.site.find_page(of, reference.id) {
                    edges.push((target, id));
                }
            }
        }
        if edges.is_empty() || edges.len() > GRAPH_LIMIT {
            return None;
        }
        let left: BTreeSet<EntryId> = edges.iter().map(|(party, _)| *party).collect();
        let right: BTreeSet<EntryId> = edges.iter().map(|(_, own)| *own).collect();
        let left = self.site.sorted(&left.into_iter().collect::<Vec<_>>(), language);
        let right = self.site.sorted(&right.into_iter().collect::<Vec<_>>(), language);
        let mut lines: BTreeSet<GraphLine> = BTreeSet::new();
        for (party, own) in &edges {
            if let (Some(a), Some(b)) = (left.iter().position(|id| id == party), right.iter().position(|id| id == own))
            {
                lines.insert((a, b));
            }
        }
        let (left, right, lines) = untangled(left, right, lines);
        Some(RelationGraph {
            left: self.cards(&left, language),
            right: self.cards(&right, language),
            edges: lines.into_iter().collect(),
        })
    }
}

/// Both sides in an order in which few lines cross: each entry goes where the middle of its partners is, one side after
/// the other, and the best of all orders on the way is kept. Equal middles stay in the order of the lists.
fn untangled<T: Clone>(
    left: Vec<T>,
    right: Vec<T>,
    lines: BTreeSet<GraphLine>,
) -> (Vec<T>, Vec<T>, BTreeSet<GraphLine>) {
    let mut best = (left, right, lines);
    let mut now = best.clone();
    for sweep in 0..SWEEPS {
        let (left, right, lines) = &now;
        let flipped: BTreeSet<GraphLine> = lines.iter().map(|(a, b)| (*b, *a)).collect();
        now = if sweep % 2 == 0 {
            let order = by_partners(left.len(), lines);
            let lines = lines.iter().map(|(a, b)| (place(&order, *a), *b)).collect();
            (order.iter().filter_map(|at| left.get(*at).cloned()).collect(), right.clone(), lines)
        } else {
            let order = by_partners(right.len(), &flipped);
            let lines = lines.iter().map(|(a, b)| (*a, place(&order, *b))).collect();
            (left.clone(), order.iter().filter_map(|at| right.get(*at).cloned()).collect(), lines)
        };
        if crossings(&now.2) < crossings(&best.2) {
            best = now.clone();
        }
    }
    best
}

/// The old places of the first of each line in the order of their partners' mean place.
fn by_partners(length: usize, lines: &BTreeSet<GraphLine>) -> Vec<usize> {
    /// Means are compared as whole numbers, which are the same on every machine.
    const PRECISION: usize = 1 << 16;
    let middle = |at: usize| {
        let partners = lines.range((at, 0)..(at + 1, 0)).map(|(_, partner)| partner);
        let (sum, count) = partners.fold((0, 0), |(sum, count), partner| (sum + partner, count + 1));
        (sum * PRECISION).checked_div(count).unwrap_or(usize::MAX)
    };
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by_key(|at| middle(*at));
    order
}

fn place(order: &[usize], old: usize) -> usize {
    order.iter().position(|at| *at == old).unwrap_or(old)
}

fn crossings(lines: &BTreeSet<GraphLine>) -> usize {
    let later = |(a, b): &GraphLine| lines.range((a + 1, 0)..).filter(|(_, other)| other < b).count();
    lines.iter().map(later).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagram_that_can_be_untangled_is() {
        let lines = BTreeSet::from([(0, 2), (1, 1), (2, 0), (2, 1)]);
        let (left, right, lines) = untangled(vec!["a", "b", "c"], vec!["x", "y", "z"], lines);
        assert_eq!(crossings(&lines), 0);
        let said: BTreeSet<(&str, &str)> = lines.iter().map(|(a, b)| (left[*a], right[*b])).collect();
        assert_eq!(said, BTreeSet::from([("a", "z"), ("b", "y"), ("c", "x"), ("c", "y")]), "the same lines");
    }

    #[test]
    fn a_diagram_without_crossings_keeps_the_order_of_its_lists() {
        let lines = BTreeSet::from([(0, 0), (1, 0), (1, 1), (3, 2)]);
        let (left, right, after) = untangled(vec!["a", "b", "c", "d"], vec!["x", "y", "z"], lines.clone());
        assert_eq!((left, right, after), (vec!["a", "b", "c", "d"], vec!["x", "y", "z"], lines));
    }
}
