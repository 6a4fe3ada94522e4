//! A part of a rulebook that is only unpacked when it is asked for.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is stored packed and unpacked at first use.
#[derive(Debug)]
pub(crate) struct Lazy<T> {
    packed: Vec<u8>,
    value: OnceLock<T>,
}

impl<T: Serialize + DeserializeOwned + Default> Lazy<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { packed: Vec::new(), value: OnceLock::from(value) }
    }

    /// The value; the default one if the packed bytes are damaged.
    pub(crate) fn get(&self) -> &T {
        self.value.get_or_init(|| postcard::from_bytes(&self.packed).unwrap_or_default())
    }
}

impl<T: Serialize + DeserializeOwned + Default> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let packed = postcard::to_allocvec(self.get()).map_err(serde::ser::Error::custom)?;
        Packed(packed).serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Packed(packed) = Packed::deserialize(deserializer)?;
        Ok(Self { packed, value: OnceLock::new() })
    }
}

/// Bytes that are copied in one go.
struct Packed(Vec<u8>);

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(PackedVisitor)
    }
}

struct PackedVisitor;

impl serde::de::Visitor<'_> for PackedVisitor {
    type Value = Packed;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("packed bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Packed, E> {
        Ok(Packed(bytes.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_survives_packing() {
        let packed = postcard::to_allocvec(&Lazy::new(vec![1u32, 2])).expect("packs");
        let lazy: Lazy<Vec<u32>> = postcard::from_bytes(&packed).expect("unpacks");
        assert_eq!(lazy.get(), &[1, 2]);
    }
}
