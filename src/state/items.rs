//! A long list in chunks that clones share: a change copies one chunk, and the list of chunks.

use std::sync::Arc;

use crate::js::Value;

/// Items of a chunk that is made anew. Chunks grow to twice that before they are split.
const CHUNK: usize = 128;

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Items {
    chunks: Arc<Vec<Arc<Vec<Value>>>>,
}

impl Items {
    /// A list of these values.
    pub fn new(values: &[Value]) -> Self {
        Self { chunks: Arc::new(values.chunks(CHUNK).map(|chunk| Arc::new(chunk.to_vec())).collect()) }
    }

    /// The items in order.
    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// How many there are.
    pub fn length(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    /// The item at a position.
    pub fn get(&self, position: usize) -> Option<&Value> {
        let (chunk, offset) = self.locate(position)?;
        self.chunks.get(chunk)?.get(offset)
    }

    /// All items in one piece.
    pub fn to_vec(&self) -> Vec<Value> {
        let mut all = Vec::with_capacity(self.length());
        self.chunks.iter().for_each(|chunk| all.extend_from_slice(chunk));
        all
    }

    /// Appends an item.
    pub fn push(&mut self, item: Value) {
        let chunks = Arc::make_mut(&mut self.chunks);
        match chunks.last_mut().filter(|chunk| chunk.len() < CHUNK) {
            Some(chunk) => Arc::make_mut(chunk).push(item),
            None => chunks.push(Arc::new(vec![item])),
        }
    }

    /// Removes the item at a position, if there is one.
    pub fn remove(&mut self, position: usize) {
        let Some((chunk, offset)) = self.locate(position) else { return };
        let chunks = Arc::make_mut(&mut self.chunks);
        if let Some(items) = chunks.get_mut(chunk) {
            if items.len() == 1 {
                chunks.remove(chunk);
            } else {
                Arc::make_mut(items).remove(offset);
            }
        }
    }

    /// The item at a position, to be changed.
    pub fn get_mut(&mut self, position: usize) -> Option<&mut Value> {
        let (chunk, offset) = self.locate(position)?;
        Arc::make_mut(Arc::make_mut(&mut self.chunks).get_mut(chunk)?).get_mut(offset)
    }

    /// Bytes of lists that a change at a position, or at the end, copies because others have them too; the first one of a
    /// clone copies the list of chunks.
    pub fn copied_by_change(&self, position: Option<usize>, is_first: bool) -> usize {
        let chunk = match position {
            Some(position) => self.locate(position).and_then(|(chunk, _)| self.chunks.get(chunk)),
            None => self.chunks.last(),
        };
        let items = chunk.filter(|chunk| is_first || Arc::strong_count(chunk) > 1).map_or(0, |chunk| chunk.len());
        let chunks = if is_first { self.chunks.len() } else { 0 };
        chunks * size_of::<Arc<Vec<Value>>>() + items * size_of::<Value>()
    }

    /// The chunk of a position, and the place in it.
    fn locate(&self, position: usize) -> Option<(usize, usize)> {
        let mut before = 0;
        self.chunks.iter().enumerate().find_map(|(number, chunk)| {
            let offset = position - before;
            before += chunk.len();
            (offset < chunk.len()).then_some((number, offset))
        })
    }
}
