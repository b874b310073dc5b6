// Addresses in reports of a Jenkins that was not told its own: relative ones are those of the server as we call it.
import type { BuildReport } from '../../../entities/releases/builds/build-report.model.ts';

const MAX_LENGTH = 2_000;

/** Java writes an unknown server as the word null. */
function addressAt(baseUrl: string | undefined, address: string | undefined): string | undefined {
  if (address === undefined || address.length > MAX_LENGTH) return undefined;
  if (/^https?:\/\//i.test(address)) return address;
  const path = address.replace(/^(?:null)?\/*/, '');
  const isPath = path !== '' && !/^[\w+.-]+:/.test(path);
  return baseUrl !== undefined && isPath ? `${baseUrl.replace(/\/+$/, '')}/${path}` : undefined;
}

/** The report with whole addresses only; any other scheme than http is left out, as people open them. */
export function atServer(report: BuildReport, baseUrl: string | undefined): BuildReport {
  const at = (address: string | undefined) => addressAt(baseUrl, address);
  const { buildUrl, buildLogUrl, artifactUrl } = report;
  return { ...report, buildUrl: at(buildUrl), buildLogUrl: at(buildLogUrl), artifactUrl: at(artifactUrl) };
}
