// Where the API is: "" for the server that sent this page. A web server that serves the page from
// elsewhere puts its own file in this one's place.
export const API = "";
