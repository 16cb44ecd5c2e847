import { Scenario, TIMES, somebody, registerCsv, registerRow } from './support/scenario.js';
it('goes', async () => {
  const s = await Scenario.inProcess();
  const cl = await s.simulatedCountry();
  await cl.opensCycle();
  console.log((await cl.importsSchools(registerCsv([registerRow(900001), registerRow(900002)]))).text);
  const [t] = await cl.teachers([somebody(1, '900001'), somebody(2, '900001')]);
  await cl.at(TIMES.selfAssessment);
  await t!.consents();
  await t!.ratesThemselves(1);
  await t!.takesTheTest(12);
  await t!.acknowledges();
  console.log(JSON.stringify(await t!.acceptsThePath(), null, 1));
  const c = await cl.coordinator();
  for (const p of ['funnel', 'dashboard', 'data-state', 'school-participation']) console.log(p, JSON.stringify(await c.see(`cycles/2023/${p}`)).slice(0, 3000));
  console.log(JSON.stringify(await t!.client.see('cycles/2023/me/attempts')).slice(0,3000));
  console.log(await cl.verifies());
  await s.close();
}, 60000);
