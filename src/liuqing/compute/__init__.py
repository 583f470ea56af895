"""From a frozen record to findings: snapshot, assess, explain. Tables in, tables out; no Django."""
