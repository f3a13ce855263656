"""The records of the service: opportunities' revisions, briefs, shortlists, judgements, weight sets, audit."""
