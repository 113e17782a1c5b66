"""From the surface tree to core terms: names, types, indices."""
