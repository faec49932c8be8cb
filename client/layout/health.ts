/** GET /api/health, what the console reads of it. */
export interface Health {
  status: string;
  version?: string;
  /** True when the database holds the invented people and their accounts. */
  demo?: boolean;
  register?: 'up' | 'down';
  pmo?: 'up' | 'down';
}
