// Passkeys: asks the browser for one and sends what it gives as the form's field. Without this script,
// or where the browser knows no passkeys, the form stays out of sight and the mailed code serves.
(() => {
  'use strict';
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, (c) => c.charCodeAt(0));
  };
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const described = (all) => (all || []).map((c) => ({ ...c, id: bytes(c.id) }));

  const ask = async (form) => {
    const body = new URLSearchParams({ _csrf: form.elements._csrf.value });
    const answer = await fetch(form.dataset.begin, { method: 'POST', body, credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    const { publicKey } = await answer.json();
    publicKey.challenge = bytes(publicKey.challenge);
    if (form.dataset.passkey === 'create') {
      publicKey.user.id = bytes(publicKey.user.id);
      publicKey.excludeCredentials = described(publicKey.excludeCredentials);
      return navigator.credentials.create({ publicKey });
    }
    publicKey.allowCredentials = described(publicKey.allowCredentials);
    return navigator.credentials.get({ publicKey });
  };

  const plain = (credential) => {
    const r = credential.response;
    const response = { clientDataJSON: text(r.clientDataJSON) };
    if (r.attestationObject) {
      response.attestationObject = text(r.attestationObject);
      response.transports = r.getTransports ? r.getTransports() : [];
    } else {
      response.authenticatorData = text(r.authenticatorData);
      response.signature = text(r.signature);
      response.userHandle = r.userHandle ? text(r.userHandle) : null;
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: {},
    });
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const fault = form.querySelector('[data-passkey-fault]');
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      fault.hidden = true;
      const button = form.querySelector('button');
      button.disabled = true;
      try {
        form.elements.credential.value = plain(await ask(form));
        form.submit();
      } catch {
        // Cancelled, too late, or nothing there: another try or the mailed code.
        fault.hidden = false;
        button.disabled = false;
        // Nothing was sent, whatever the page's own script has noted.
        delete form.dataset.sent;
        button.removeAttribute('aria-disabled');
      }
    });
  }
})();
