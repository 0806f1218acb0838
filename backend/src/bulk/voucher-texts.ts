/** An amount of money in words: `EUR 50.00`. */
export function amountText({ amount, currency }: { amount: number; currency: string }): string {
  const text = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' }).format(amount);
  return text.replaceAll('\u00a0', ' ');
}
