"""Pages of the funders' morning."""
