import { fromRows } from '../models/build.ts'
import type { EngineBuilders } from '../models/build-missing.ts'
import { panelTestRows } from '../rules/panel-tests.ts'

/** The builder of run.panel_test, which is declared in code and so not among the files of a run. */
export const panelTestBuilder: EngineBuilders = { 'run.panel_test': fromRows(panelTestRows) }
