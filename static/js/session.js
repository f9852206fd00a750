// Who is signed in, and the token that our forms send: always the freshest known.
const page = document.body.dataset;

export const user = () => page.houseUser;
export const token = () => page.houseToken;

// A sign-in in any tab changes the token: a page opened before it would be refused.
export async function refresh() {
  const answer = await fetch(page.houseTokenUrl, { cache: "no-store", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`token: ${answer.status}`);
  const state = await answer.json();
  page.houseToken = state.token;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = state.token;
  return state;
}
