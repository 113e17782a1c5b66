"""From text to the surface tree and back; the only room that knows lark."""
