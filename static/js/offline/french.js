// Dates, numbers and typography as the server writes them.

const DAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const MONTHS = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre',
  'novembre', 'décembre'];

/** No-break spaces where French wants them, in place of ordinary ones. */
export const fr = (text) => text.replace(/(\S) (?=[:»])|(«) | (?=[;!?](?:\s|$|»))/g, '$1$2\u00a0');

/** « 1 fiche », « 3 fiches ». */
export const count = (number, one, many = `${one}s`) => `${number} ${number < 2 ? one : many}`;

const clockOf = (date) => `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, '0')}`;
const dayOf = (date) => `${date.getDate() === 1 ? '1er' : date.getDate()} ${MONTHS[date.getMonth()]}`;

/** « 3 mars 2026 ». */
export const day = (iso) => `${dayOf(new Date(iso))} ${new Date(iso).getFullYear()}`;

/** « mars 2027 ». */
export const month = (iso) => `${MONTHS[new Date(iso).getMonth()]} ${new Date(iso).getFullYear()}`;

/** « ce matin à 8 h 40 », « hier à 16 h 20 », « le 3 mars 2026 à 9 h 05 ». */
export function moment(iso) {
  const date = new Date(iso);
  const nights = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(iso).setHours(0, 0, 0, 0)) / 864e5);
  if (nights === 0) return `${date.getHours() < 12 ? 'ce matin' : 'aujourd’hui'} à ${clockOf(date)}`;
  return nights === 1 ? `hier à ${clockOf(date)}` : `le ${day(iso)} à ${clockOf(date)}`;
}

/** « lundi 9 mars, 18 h 02 ». */
export function upTo(iso) {
  const date = new Date(iso);
  return `${DAYS[date.getDay()]} ${dayOf(date)}, ${clockOf(date)}`;
}

/** « 3,1 Mo », « 420 ko ». */
export function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} ko` : `${(bytes / 1e6).toFixed(1).replace('.', ',')} Mo`;
}
