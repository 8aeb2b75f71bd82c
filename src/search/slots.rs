//! Where things stand in a list, by their hashes: eight bytes for each slot, so that the list itself is all that there is
//! beside them, in the order in which it came.

#[derive(Debug, Default)]
pub struct Slots {
    /// Half of a thing's hash beside one more than its place, or 0. At most half of them are in use.
    slots: Vec<u64>,
}

/// The half of a slot that is of the hash.
const OF_HASH: u64 = 0xffff_ffff << 32;

impl Slots {
    /// The place of a thing with this hash that is the one that is looked for.
    #[inline]
    pub fn find(&self, hash: u64, is: impl Fn(usize) -> bool) -> Option<usize> {
        let mut at = self.first(hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            let place = (slot as u32).wrapping_sub(1) as usize;
            if (slot ^ hash) & OF_HASH == 0 && is(place) {
                return Some(place);
            }
            at = self.next(at);
        }
    }

    /// Enters the last thing of a list by its place there; `hash_of` tells the hash of any of them.
    pub fn enter(&mut self, last: usize, hash_of: impl Fn(usize) -> u64) {
        let count = last + 1;
        if count * 2 > self.slots.len() {
            self.slots = vec![0; (count * 4).next_power_of_two()];
            (0..count).for_each(|place| self.take(place, hash_of(place)));
        } else {
            self.take(last, hash_of(last));
        }
    }

    fn take(&mut self, place: usize, hash: u64) {
        let mut at = self.first(hash);
        while self.slots.get(at).is_some_and(|slot| *slot != 0) {
            at = self.next(at);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = hash & OF_HASH | (place as u64 + 1);
        }
    }

    #[inline]
    fn first(&self, hash: u64) -> usize {
        hash as usize & self.slots.len().wrapping_sub(1)
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        (at + 1) & self.slots.len().wrapping_sub(1)
    }
}
