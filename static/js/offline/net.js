// Asking the server. An answer counts only when it is ours: a captive portal also says 200. Shared with the worker.

const PATIENCE = 30000;

/** {reached, status, data}. `reached` is false without network, without server, or when somebody else answered. */
export async function ask(path, { headers, ...options } = {}) {
  try {
    const response = await fetch(path, {
      credentials: 'same-origin', cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout?.(PATIENCE),
      headers: { Accept: 'application/json', ...headers }, ...options,
    });
    const data = response.headers.get('X-Partage') ? await response.json() : null;
    return { reached: data?.partage === true, status: response.status, data };
  } catch {
    return { reached: false, status: 0, data: null };
  }
}

/** Who the server thinks is here, with a fresh token. */
export const askSession = () => ask('/api/session');

/** End the session on the server. True once it answered that it is over. */
export async function endSession() {
  const { reached, data } = await askSession();
  if (!reached) return false;
  if (data.user === null) return true;
  try {
    const body = new URLSearchParams({ csrf_token: data.csrf });
    const response = await fetch('/deconnexion', { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' });
    return response.type === 'opaqueredirect' || response.ok;
  } catch {
    return false;
  }
}
