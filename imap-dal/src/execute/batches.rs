//! Windows cut by how much their parts are: the parts of one batch may all have to be held before its first row is
//! complete. Rows of one are decoded while the server reads the next.

use super::uids::InOrder;
use crate::wire::SequenceSet;
use std::mem;

/// Octets of the parts of one batch, where it has more than one message.
const LARGEST: u64 = 2 << 20;

/// Messages of one batch.
const MOST: usize = 100;

/// Messages whose parts are read together.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) set: SequenceSet,
    pub(super) order: InOrder,
    /// Octets of its parts.
    pub(super) size: u64,
}

/// Cuts a window; `size` tells how many octets a message's parts have.
pub(super) fn batches(mut order: InOrder, size: impl Fn(u32) -> u64) -> Vec<Batch> {
    let ordered: fn(&SequenceSet, Vec<u32>) -> InOrder = match order {
        InOrder::Ascending { .. } | InOrder::Asked { .. } => |set, _| InOrder::ascending(set),
        InOrder::Descending { .. } => |set, _| InOrder::descending(set),
        InOrder::Listed(_) => |_, uids| InOrder::Listed(uids.into()),
    };
    let batch = |uids: Vec<u32>, size| {
        let set = uids.iter().copied().collect();
        Batch { order: ordered(&set, uids), set, size }
    };
    let (mut cut, mut uids, mut sum) = (Vec::new(), Vec::new(), 0u64);
    while let Some(uid) = order.first() {
        order.pass();
        let size = size(uid);
        if (sum.saturating_add(size) > LARGEST || uids.len() == MOST) && !uids.is_empty() {
            cut.push(batch(mem::take(&mut uids), mem::take(&mut sum)));
        }
        uids.push(uid);
        sum = sum.saturating_add(size);
    }
    cut.push(batch(uids, sum));
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(sizes: &[u64]) -> Vec<Vec<u32>> {
        let uids = 1..=u32::try_from(sizes.len()).expect("a few");
        let size = |uid| sizes[uid as usize - 1];
        let batches = batches(InOrder::ascending(&uids.collect()), size);
        batches.into_iter().map(|batch| batch.set.iter().collect()).collect()
    }

    #[test]
    fn a_batch_ends_before_it_is_too_large_and_has_one_message_at_least() {
        assert_eq!(cut(&[10, 20, 30]), [[1, 2, 3]]);
        assert_eq!(cut(&[1 << 20, 1 << 20, 1]), [vec![1, 2], vec![3]]);
        assert_eq!(cut(&[50 << 20, 1, u64::MAX, u64::MAX]), [[1], [2], [3], [4]]);
        assert_eq!(cut(&[1; 250]), [(1..=100).collect::<Vec<_>>(), (101..=200).collect(), (201..=250).collect()]);
    }
}
