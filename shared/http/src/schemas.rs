//! Tidies the schemas that the derive macros make.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{ArrayItems, Discriminator, Object, Schema, SchemaType, Type};
use utoipa::openapi::{Components, Ref, RefOr};

/// The start of the names of pages, which is followed by the name of their items.
const PAGE: &str = "Page_";

/// Tidies all schemas: fields that may be absent are never null, a page refers to its items, and
/// alternatives that are told apart by a word have names and a discriminator.
pub(crate) fn tidy(components: &mut Components) {
    let mut named = BTreeMap::new();
    for (name, schema) in &mut components.schemas {
        let RefOr::T(schema) = schema else { continue };
        match schema {
            Schema::Object(object) => {
                if let Some(item) = name.strip_prefix(PAGE) {
                    refer_to_items(object, item);
                }
                fields_without_null(object);
            }
            Schema::OneOf(_) => named.extend(named_alternatives(name, schema)),
            _ => {}
        }
    }
    components.schemas.extend(named);
}

/// Removes `null` from a schema that the derive macros made of an `Option`.
pub(crate) fn without_null(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => types_without_null(&mut object.schema_type),
        RefOr::T(Schema::Array(array)) => types_without_null(&mut array.schema_type),
        RefOr::T(Schema::OneOf(one_of)) => {
            one_of.items.retain(|item| !is_null(item));
            if let [only] = one_of.items.as_slice() {
                *schema = only.clone();
            }
        }
        _ => {}
    }
}

fn fields_without_null(object: &mut Object) {
    for (name, field) in &mut object.properties {
        if !object.required.contains(name) {
            without_null(field);
        }
    }
}

fn types_without_null(types: &mut SchemaType) {
    if let SchemaType::Array(several) = types {
        several.retain(|each| *each != Type::Null);
        if let [only] = several.as_slice() {
            *types = SchemaType::Type(only.clone());
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    let null = SchemaType::Type(Type::Null);
    matches!(schema, RefOr::T(Schema::Object(object)) if object.schema_type == null)
}

fn refer_to_items(page: &mut Object, item: &str) {
    if let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items") {
        let reference = RefOr::Ref(Ref::from_schema_name(item));
        items.items = ArrayItems::RefOrSchema(Box::new(reference));
    }
}

/// Replaces the alternatives of a tagged enum by references, and returns them by name.
fn named_alternatives(name: &str, schema: &mut Schema) -> Vec<(String, RefOr<Schema>)> {
    let Schema::OneOf(one_of) = schema else {
        return Vec::new();
    };
    let tags: Option<Vec<_>> = one_of.items.iter().map(tag).collect();
    let Some(tags) = tags else { return Vec::new() };
    let mut named = Vec::new();
    let mut mapping = Vec::new();
    for (item, (_, word)) in one_of.items.iter_mut().zip(&tags) {
        let name = format!("{name}_{word}");
        let reference = Ref::from_schema_name(&name);
        mapping.push((word.clone(), reference.ref_location.clone()));
        named.push((name, std::mem::replace(item, reference.into())));
    }
    let tag = tags.into_iter().next().map(|(tag, _)| tag);
    one_of.discriminator = tag.map(|tag| Discriminator::with_mapping(tag, mapping));
    named
}

/// The field with only one possible word in an alternative, and the word.
fn tag(alternative: &RefOr<Schema>) -> Option<(String, String)> {
    match alternative {
        RefOr::T(Schema::Object(object)) => object.properties.iter().find_map(|(name, field)| {
            let RefOr::T(Schema::Object(field)) = field else {
                return None;
            };
            match field.enum_values.as_deref() {
                Some([word]) => Some((name.clone(), word.as_str()?.to_owned())),
                _ => None,
            }
        }),
        RefOr::T(Schema::AllOf(all_of)) => all_of.items.iter().find_map(tag),
        _ => None,
    }
}
