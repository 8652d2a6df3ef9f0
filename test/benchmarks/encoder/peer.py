"""Runs a model for encoder.bench.ts: reads "TOKENS TEXTS" a line and prints tokens per CPU-second. Usage: peer.py MODEL."""
import sys
import time

import numpy as np
import onnxruntime as ort

options = ort.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
options.log_severity_level = 3
options.add_session_config_entry("session.x64quantprecision", "1")
session = ort.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
print(ort.__version__, flush=True)
random = np.random.default_rng(1)
for line in sys.stdin:
    length, count = map(int, line.split())
    texts = [random.integers(1000, 20000, (1, length)) for _ in range(count)]
    started = time.process_time()
    for ids in texts:
        session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)})
    print(length * count / (time.process_time() - started), flush=True)
