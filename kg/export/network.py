"""The graph of things as GraphML and GEXF (Gephi, yEd) and as Cytoscape's JSON: what is certain and what is only claimed."""

import io
import json
import re
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

    from ..graph import Graph


def graphml(graph: "Graph", stream: IO[bytes]) -> None:
    """A GraphML file; nodes are IRIs, edges statements with their status."""
    network = _numbered(graph)
    import networkx as nx
    nx.write_graphml_xml(network, stream)


def gexf(graph: "Graph", stream: IO[bytes]) -> None:
    """A GEXF file for Gephi."""
    network = _numbered(graph)
    import networkx as nx
    written = io.BytesIO()
    nx.write_gexf(network, written)
    # The writer puts today's date in: the same graph must give the same bytes.
    stream.write(re.sub(rb' lastmodifieddate="[^"]*"', b"", written.getvalue(), count=1))


def cytoscape(graph: "Graph", stream: IO[bytes]) -> None:
    """The elements of a Cytoscape network as JSON."""
    network = _numbered(graph)
    nodes = [{"data": {"id": iri, "value": iri, "name": known["label"], **known}} for iri, known in network.nodes(data=True)]
    edges = [{"data": {"id": key, "key": key, "source": start, "target": end, **known}}
             for start, end, key, known in network.edges(keys=True, data=True)]
    elements = {"nodes": nodes, "edges": edges}
    stream.write(json.dumps({"data": {"name": graph.name}, "elements": elements}, ensure_ascii=False, indent=1).encode())


def _numbered(graph: "Graph") -> "networkx.MultiDiGraph":
    """The network with a key of its own for every edge: the formats use it as the edge's id."""
    network = graph.to_networkx(claimed=True)
    made = type(network)()
    made.add_nodes_from(network.nodes(data=True))
    made.add_edges_from((start, end, f"e{number}", known) for number, (start, end, known) in enumerate(network.edges(data=True)))
    return made
