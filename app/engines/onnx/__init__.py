"""Everything about .onnx files that engines share: headers without loading, refusals, sessions, devices."""
