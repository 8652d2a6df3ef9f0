import { projectWords } from "./projectWords.ts";
import { serveJob } from "./jobThread.ts";

serveJob({ projectWords });
