const key = 'carillon-name';

/** Who acts, for the audit trail: the name given in the account menu, or undefined to let the server say. */
export function actor(): string | undefined {
  return localStorage.getItem(key) ?? undefined;
}

export function rename(name: string): void {
  if (name.trim()) localStorage.setItem(key, name.trim());
  else localStorage.removeItem(key);
}
