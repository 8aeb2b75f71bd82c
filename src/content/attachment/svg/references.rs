//! References between the elements of a picture. A few lines that refer to each other can ask for a billion shapes, or for
//! shapes without end: both are refused.

use std::collections::BTreeMap;

use super::{AttachmentRefusal, DRAWN_LIMIT, refused};
use crate::message;

/// References may lead over so many others.
const DEPTH_LIMIT: usize = 16;

/// Ids with what stands inside of them.
#[derive(Default)]
pub(super) struct References {
    ids: BTreeMap<String, usize>,
    /// By the number of an id.
    parts: Vec<ReferredPart>,
    /// The ids of the elements that are open; `None` for those without.
    open: Vec<Option<usize>>,
    all: ReferredPart,
}

#[derive(Default)]
struct ReferredPart {
    elements: usize,
    targets: Vec<usize>,
}

impl References {
    pub(super) fn enter(&mut self) {
        self.open.push(None);
        self.each(|part| part.elements += 1);
    }

    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// The innermost element's id.
    pub(super) fn name(&mut self, id: &str) {
        let number = self.number(id);
        if let Some(slot) = self.open.last_mut() {
            *slot = Some(number);
        }
        if let Some(part) = self.parts.get_mut(number) {
            part.elements += 1;
        }
    }

    pub(super) fn refer(&mut self, id: &str) {
        let number = self.number(id);
        self.each(|part| part.targets.push(number));
    }

    fn number(&mut self, id: &str) -> usize {
        if let Some(number) = self.ids.get(id) {
            return *number;
        }
        self.parts.push(ReferredPart::default());
        self.ids.insert(id.to_owned(), self.parts.len() - 1);
        self.parts.len() - 1
    }

    fn each(&mut self, mut change: impl FnMut(&mut ReferredPart)) {
        change(&mut self.all);
        for number in self.open.iter().flatten() {
            if let Some(part) = self.parts.get_mut(*number) {
                change(part);
            }
        }
    }

    pub(super) fn check(&self) -> Result<(), AttachmentRefusal> {
        let mut known = BTreeMap::new();
        self.drawn(&self.all, 0, &mut known).map(|_| ())
    }

    /// Counts the elements that a part draws once all of its references are followed.
    fn drawn(
        &self,
        part: &ReferredPart,
        depth: usize,
        known: &mut BTreeMap<usize, usize>,
    ) -> Result<usize, AttachmentRefusal> {
        if depth > DEPTH_LIMIT {
            return Err(refused(message!("drawing-endless"), message!("drawing-endless.hint")));
        }
        let mut total = part.elements;
        for target in &part.targets {
            let drawn = match known.get(target) {
                Some(drawn) => *drawn,
                None => {
                    let drawn = self.parts.get(*target).map_or(Ok(0), |part| self.drawn(part, depth + 1, known))?;
                    known.insert(*target, drawn);
                    drawn
                }
            };
            total = total.saturating_add(drawn);
            if total > DRAWN_LIMIT {
                let message = message!("drawing-shapes", limit = DRAWN_LIMIT.to_string());
                return Err(refused(message, message!("drawing-shapes.hint")));
            }
        }
        Ok(total)
    }
}
