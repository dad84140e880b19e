//! What values weigh: the bytes that the budget of a request counts for them.

use std::sync::Arc;

use super::super::Str;
use super::Value;

impl Value {
    /// Bytes of what the value holds apart from itself, about; counted no further than `enough`.
    pub fn weight(&self, enough: usize) -> usize {
        let mut open = vec![self];
        let mut weight = 0;
        while let Some(value) = open.pop() {
            weight += value.own_weight();
            if weight >= enough {
                return weight;
            }
            match value {
                Self::Array(items) => open.extend(items.iter().filter(|value| value.is_heavy())),
                Self::Object(object) => open.extend(object.values().filter(|value| value.is_heavy())),
                Self::Safe(inner) => open.push(inner),
                _ => {}
            }
        }
        weight
    }

    /// Drops the value without recursion; gives the bytes, as [`Value::weight`] counts them, of what nobody else holds.
    pub fn release(self) -> usize {
        let mut open = vec![self];
        let mut weight = 0;
        while let Some(value) = open.pop() {
            let own = value.own_weight();
            match value {
                Self::String(text) if own > 0 => weight += if text.release() { own } else { 0 },
                Self::Array(mut items) => {
                    if let Some(items) = items.take_own() {
                        weight += own;
                        open.extend(items.into_iter().filter(Value::is_heavy));
                    }
                }
                Self::Object(mut object) => weight += if object.take_apart(&mut open) { own } else { 0 },
                Self::Safe(inner) => open.extend(Arc::into_inner(inner)),
                _ => {}
            }
        }
        weight
    }

    /// Whether it holds anything apart from itself.
    pub(in crate::js) fn is_heavy(&self) -> bool {
        match self {
            Self::String(text) => text.is_heap_allocated(),
            Self::Array(_) | Self::Object(_) | Self::Safe(_) => true,
            _ => false,
        }
    }

    /// Bytes of the text, of the list of items or of the table of properties, without what these hold. The budget takes
    /// twice as much: half of what the handle and the allocator add is counted here.
    pub fn own_weight(&self) -> usize {
        match self {
            Self::String(text) if text.is_heap_allocated() => 16 + text.len(),
            Self::Array(items) => 24 + items.len() * size_of::<Value>(),
            Self::Object(object) => 32 + object.len() * (size_of::<Value>() + size_of::<Str>()),
            Self::Safe(_) => 16 + size_of::<Value>(),
            _ => 0,
        }
    }
}
