"""What verdicts rest on, kept between runs and beside the library. Only evidence is kept: read back, it is
parsed and judged by the kernel again."""
