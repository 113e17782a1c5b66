"""The library: published definitions as .align files, one a source."""
