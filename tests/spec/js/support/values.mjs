// Makes values that fit a JSON schema.

/** A value that fits; another one for another `seed`. */
export function value(schema, defs, seed, depth = 0) {
  if (schema === true || Object.keys(schema).length === 0) return ["any", seed, null][seed % 3];
  if (schema.$ref) return value(defs[decodeURIComponent(schema.$ref.replace("#/$defs/", ""))], defs, seed, depth + 1);
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[seed % schema.enum.length];
  const options = schema.oneOf ?? schema.anyOf;
  if (options) {
    // What ends a recursion is `null`.
    const end = depth > 6 && options.find((option) => option.type === "null");
    const chosen = value(end || options[seed % options.length], defs, seed, depth + 1);
    return schema.properties ? { ...object(schema, defs, seed, depth), ...chosen } : chosen;
  }
  if (schema.allOf) return value(schema.allOf[0], defs, seed, depth + 1);
  const types = [schema.type].flat();
  return simple(types[seed % types.length], schema, defs, seed, depth);
}

function simple(type, schema, defs, seed, depth) {
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return seed % 2 === 0;
    case "integer":
      return Math.min(Math.max(seed * 7, schema.minimum ?? -1000), schema.maximum ?? 1000);
    case "number":
      return Math.max(seed / 4, schema.minimum ?? -1000);
    case "string":
      return text(schema, seed);
    case "array":
      return array(schema, defs, seed, depth);
    default:
      return object(schema, defs, seed, depth);
  }
}

function text(schema, seed) {
  if (schema.format === "binary") return Buffer.from([seed % 256, 0, 255]);
  const letters = "aä€😀z"; // of one to four bytes
  const wanted = [...letters.repeat(1 + (seed % 3))];
  while (wanted.length < (schema.minLength ?? 0)) wanted.push("b");
  return wanted.slice(0, schema.maxLength ?? 100).join("");
}

function array(schema, defs, seed, depth) {
  if (schema.prefixItems) return schema.prefixItems.map((item, at) => value(item, defs, seed + at, depth + 1));
  const length = depth > 6 ? (schema.minItems ?? 0) : Math.min(Math.max(seed % 3, schema.minItems ?? 0), schema.maxItems ?? 3);
  return Array.from({ length }, (_, at) => value(schema.items ?? true, defs, seed + at, depth + 1));
}

function object(schema, defs, seed, depth) {
  const made = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const required = schema.required?.includes(name);
    if (required || seed % 2 === 0) made[name] = value(property, defs, seed + name.length, depth + 1);
  }
  if (typeof schema.additionalProperties === "object") made.key = value(schema.additionalProperties, defs, seed, depth + 1);
  for (const property of Object.values(schema.patternProperties ?? {})) made[seed % 200] = value(property, defs, seed, depth + 1);
  return made;
}
