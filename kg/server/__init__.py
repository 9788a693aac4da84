"""The web side of kg: a SPARQL 1.1 service, a graph store, linked data, and ingest. Loads no language pipeline.

    request --read--> Operation --workers--> pyoxigraph in a child process --> bytes of the answer
                                --near--> a look-up, which cannot run away --> the same
"""
