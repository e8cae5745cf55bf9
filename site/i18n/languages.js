// The languages of the page, which languages.test.mjs holds to be whole.
export default { en: 'English', de: 'Deutsch', zh: '简体中文' };
