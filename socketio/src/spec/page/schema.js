// What a JSON schema says: its name for people, an example, and whether a value fits it.

let defs = {};

export function useTypes(types) {
  defs = types ?? {};
}

/** The schema that a reference leads to. */
export function resolved(schema) {
  let found = schema;
  for (let turns = 0; found?.$ref && turns < 20; turns++) found = defs[decodeURIComponent(found.$ref.slice("#/$defs/".length))];
  return found ?? true;
}

export function options(schema) {
  return schema.oneOf ?? schema.anyOf;
}

/** The type as people write it. */
export function typeName(schema) {
  if (schema === true || schema === undefined) return "anything";
  if (schema.$ref) return decodeURIComponent(schema.$ref.slice("#/$defs/".length));
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (options(schema)) return options(schema).map(typeName).join(" | ");
  if (schema.allOf) return schema.allOf.map(typeName).join(" & ");
  if (schema.format === "binary") return "binary";
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeName).join(", ")}]`;
  if (schema.type === "array") return `list of ${typeName(schema.items)}`;
  return [schema.type ?? "anything"].flat().join(" | ");
}

/** The limits of a value, as words. */
export function limits(schema) {
  if (typeof schema !== "object") return "";
  const said = {
    minimum: (least) => `from ${least}`,
    maximum: (most) => `up to ${most}`,
    minLength: (least) => `at least ${least} letters`,
    maxLength: (most) => `at most ${most} letters`,
    minItems: (least) => `at least ${least}`,
    maxItems: (most) => `at most ${most}`,
    pattern: (pattern) => `pattern ${pattern}`,
    format: (format) => format,
  };
  if (schema.format === "binary" || schema.prefixItems) return "";
  const found = Object.entries(said).filter(([keyword]) => keyword in schema);
  return found.map(([keyword, say]) => say(schema[keyword])).join(", ");
}

/** A value that fits. */
export function example(schema, depth = 0) {
  if (schema?.$ref) return depth > 5 ? null : example(resolved(schema), depth + 1);
  if (schema === true || schema === undefined) return null;
  if (schema.examples?.length > 0) return schema.examples[0];
  if ("default" in schema) return schema.default;
  if ("const" in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (options(schema)) {
    const chosen = (depth > 2 && options(schema).find((option) => option.type === "null")) || options(schema)[0];
    const value = example(chosen, depth + 1);
    return schema.properties ? { ...members(schema, depth), ...value } : value;
  }
  if (schema.allOf) return example(schema.allOf[0], depth + 1);
  switch ([schema.type].flat()[0]) {
    case "string": return schema.format === "binary" ? "(binary)" : "text".padEnd(schema.minLength ?? 0, "x").slice(0, schema.maxLength ?? 100);
    case "integer":
    case "number": return Math.min(Math.max(1, schema.minimum ?? 1), schema.maximum ?? 1);
    case "boolean": return true;
    case "array": return schema.prefixItems
      ? schema.prefixItems.map((item) => example(item, depth + 1))
      : Array.from({ length: depth > 3 ? 0 : Math.max(1, Math.min(schema.minItems ?? 0, 20)) }, () => example(schema.items, depth + 1));
    case "object": return members(schema, depth);
    default: return null;
  }
}

function members(schema, depth) {
  const entries = Object.entries(schema.properties ?? {}).map(([name, member]) => [name, example(member, depth + 1)]);
  if (entries.length === 0 && typeof schema.additionalProperties === "object") entries.push(["key", example(schema.additionalProperties, depth + 1)]);
  return Object.fromEntries(entries);
}

/** What does not fit, as a sentence with its place; `undefined` if the value fits. */
export function misfit(value, schema, place) {
  if (schema === true || schema === undefined) return undefined;
  if (schema === false) return `${place}: nothing is allowed here`;
  if (schema.$ref) return misfit(value, resolved(schema), place);
  if ("const" in schema && !same(value, schema.const)) return `${place}: expected ${JSON.stringify(schema.const)}, found ${shown(value)}`;
  if (schema.enum && !schema.enum.some((allowed) => same(value, allowed))) return `${place}: expected ${typeName(schema)}, found ${shown(value)}`;
  for (const part of schema.allOf ?? []) {
    const fault = misfit(value, part, place);
    if (fault) return fault;
  }
  if (options(schema)) {
    const faults = options(schema).map((option) => misfit(value, option, place));
    if (faults.every(Boolean)) return faults.length === 1 ? faults[0] : `${place}: expected ${typeName(schema)}, found ${shown(value)}`;
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(value, type, schema))) return `${place}: expected ${typeName(schema)}, found ${shown(value)}`;
  if (typeof value === "number") return outside(value, schema.minimum, schema.maximum, place);
  if (typeof value === "string") return outside([...value].length, schema.minLength, schema.maxLength, `${place}, its length`);
  if (Array.isArray(value)) return misfitOfList(value, schema, place);
  if (value && typeof value === "object" && !(value instanceof ArrayBuffer)) return misfitOfObject(value, schema, place);
  return undefined;
}

function isOf(value, type, schema) {
  switch (type) {
    case "null": return value === null || value === undefined;
    case "string": return schema.format === "binary" ? value instanceof ArrayBuffer : typeof value === "string";
    case "integer": return Number.isInteger(value);
    case "array": return Array.isArray(value);
    case "object": return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof ArrayBuffer);
    default: return typeof value === type;
  }
}

function outside(value, least, most, place) {
  if (least !== undefined && value < least) return `${place}: ${value} is less than ${least}`;
  if (most !== undefined && value > most) return `${place}: ${value} is more than ${most}`;
  return undefined;
}

function misfitOfList(value, schema, place) {
  const fault = outside(value.length, schema.minItems, schema.maxItems, `${place}, its length`);
  if (fault) return fault;
  const first = schema.prefixItems?.length ?? 0;
  return value.map((element, at) => misfit(element, at < first ? schema.prefixItems[at] : schema.items, `${place}[${at}]`)).find(Boolean);
}

function misfitOfObject(value, schema, place) {
  const missing = schema.required?.find((name) => !(name in value));
  if (missing) return `${place}: \`${missing}\` is missing`;
  for (const [name, member] of Object.entries(value)) {
    const known = schema.properties && Object.hasOwn(schema.properties, name);
    if (!known && schema.additionalProperties === false && !schema.patternProperties) return `${place}: \`${name}\` is not known`;
    const fault = misfit(member, known ? schema.properties[name] : (schema.additionalProperties ?? true), `${place}.${name}`);
    if (fault) return fault;
  }
  return undefined;
}

/** What does not fit in a list of arguments. */
export function misfitOfArgs(values, args, rest) {
  const least = args.filter(({ optional }) => !optional).length;
  if (values.length < least) return `expected ${least} arguments, found ${values.length}`;
  if (!rest && values.length > args.length) return `expected ${args.length} arguments, found ${values.length}`;
  return values.map((value, at) => {
    const arg = args[at];
    return arg && !(arg.optional && (value === undefined || value === null)) ? misfit(value, arg.schema, arg.name) : undefined;
  }).find(Boolean);
}

function same(left, right) {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** A value as text; binary data by its length. */
export function shown(value, indent) {
  return JSON.stringify(value, (_, member) => (member instanceof ArrayBuffer ? `(${member.byteLength} bytes)` : member), indent) ?? "nothing";
}
