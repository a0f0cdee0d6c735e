import { dropDrafts } from "../draft.js";

dropDrafts();
