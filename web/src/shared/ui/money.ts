const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const fine = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
const grouped = new Intl.NumberFormat('en-US');

/** "$1,234.50"; below a cent two digits that count. Costs are in US dollars throughout. */
export function formatMoney(amount: number): string {
  return amount !== 0 && Math.abs(amount) < 0.01 ? fine.format(amount) : format.format(amount);
}

/** "1,234". */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** "98.2 %" of a share from 0 to 1; "–" for none. */
export function formatShare(share: number | null | undefined): string {
  if (share === null || share === undefined) return '–';
  return `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;
}
