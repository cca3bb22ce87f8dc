"""The commands of the program, a module for each group; `pipeline.cli` gathers them. They print by `console` alone."""
