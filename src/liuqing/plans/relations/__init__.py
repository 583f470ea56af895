"""What must agree in a plan: one file a question, each yields ``Relation`` from a document's figures."""
