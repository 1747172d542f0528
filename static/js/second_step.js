// Second step of the sign-in: hands the button's form and the server's question to allauth's passkey script.
const button = document.getElementById('mfa_webauthn_authenticate')

window.allauth.webauthn.forms.authenticateForm({
  ids: { authenticate: button.id, credential: button.dataset.credential, data: button.dataset.question }
})
