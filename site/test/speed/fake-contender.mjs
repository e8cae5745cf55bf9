// A rival whose check is wrong.
export const start = async () => ({ open: () => ({ run: () => {}, units: 1, check: [1, 1] }) });
