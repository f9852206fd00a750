"""The funders' morning (*matinée des financeurs*): the day, the funders and the bearers who come."""
