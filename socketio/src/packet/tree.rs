//! Tree: any serializable value as [`Data`], which every format of packets can write.

use serde::{Serialize, ser::Error as _};

use super::{
    attachment::Attachments,
    data::{self, Data},
    encode_error::EncodeError,
    json::Writer,
};

/// The value as it would arrive, binary data included, but in no format.
///
/// # Errors
///
/// If the value has no form in JSON.
pub(crate) fn to_data<T: Serialize + ?Sized>(value: &T) -> Result<Data, EncodeError> {
    let (mut json, mut attachments) = (Vec::new(), Attachments::default());
    value.serialize(&mut Writer::new(&mut json, &mut attachments))?;
    let json = String::from_utf8(json).map_err(EncodeError::custom)?;
    data::resolve(&json, &attachments).map_err(EncodeError::custom)
}
