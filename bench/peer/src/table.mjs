// The calls to the table: those of a waiting poll and of a booking.
import {
  BatchGetItemCommand,
  DynamoDBClient,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

const TableName = process.env.TABLE_NAME ?? '';
const table = new DynamoDBClient({});

/**
 * Renews a waiting member's lease, if their session is to be waited for. Times are in milliseconds.
 *
 * @param {string} id
 * @param {string} member
 * @param {{now: number, until: number, early: number}} times
 * @returns {Promise<Record<string, any>>} The session before it.
 */
export async function renewLease(id, member, { now, until, early }) {
  const names = ['waitingUntil', 'waitingSince', 'sessionType', 'startsAt', 'status', 'memberId'];
  const update = new UpdateItemCommand({
    TableName,
    Key: marshall({ PK: `BKG#${id}`, SK: 'SESSION' }),
    UpdateExpression:
      'SET #waitingUntil = :until, #waitingSince = if_not_exists(#waitingSince, :now)',
    ConditionExpression:
      '#sessionType = :video AND #startsAt <= :early AND #status IN (:confirmed, :ongoing) AND #memberId = :member',
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall({
      ':until': until,
      ':now': now,
      ':early': early,
      ':video': 'video',
      ':confirmed': 'confirmed',
      ':ongoing': 'ongoing',
      ':member': member,
    }),
    ReturnValues: 'ALL_OLD',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const { Attributes } = await table.send(update);
  return unmarshall(Attributes ?? {});
}

/**
 * Reads items, all at once.
 *
 * @param {{PK: string, SK: string}[]} keys
 * @returns {Promise<(Record<string, any> | undefined)[]>} They in the order of the keys.
 */
export async function read(keys) {
  const Keys = keys.map((key) => marshall(key));
  const RequestItems = { [TableName]: { Keys, ConsistentRead: true } };
  const { Responses } = await table.send(new BatchGetItemCommand({ RequestItems }));
  const found = (Responses?.[TableName] ?? []).map((item) => unmarshall(item));
  return keys.map(({ PK, SK }) => found.find((item) => item.PK === PK && item.SK === SK));
}

/**
 * Writes new items and changes others, or nothing of it.
 *
 * @param {Record<string, any>[]} items
 * @param {import('@aws-sdk/client-dynamodb').TransactWriteItem[]} changes
 */
export async function write(items, changes) {
  const ConditionExpression = 'attribute_not_exists(PK)';
  const puts = items.map((item) => {
    return { Put: { TableName, Item: marshall(item), ConditionExpression } };
  });
  await table.send(new TransactWriteItemsCommand({ TransactItems: [...puts, ...changes] }));
}

/**
 * The change that adds to a person's counters while none passes its limit, and notes an open booking.
 *
 * @param {string} PK The person's.
 * @param {{name: string, by: number, most: number}[]} counters
 * @param {{name: string, value: object}} [open]
 * @returns {import('@aws-sdk/client-dynamodb').TransactWriteItem}
 */
export function count(PK, counters, open) {
  /** @type {Record<string, string>} */
  const names = { '#format': 'format', '#disabled': 'disabled' };
  /** @type {Record<string, any>} */
  const values = { ':format': 1, ':zero': 0 };
  const sets = ['#format = :format'];
  const conditions = ['attribute_not_exists(#disabled)'];
  for (const [index, { name, by, most }] of counters.entries()) {
    names[`#c${index}`] = name;
    values[`:by${index}`] = by;
    values[`:most${index}`] = most - by;
    sets.push(`#c${index} = if_not_exists(#c${index}, :zero) + :by${index}`);
    conditions.push(`(attribute_not_exists(#c${index}) OR #c${index} <= :most${index})`);
  }
  if (open) {
    names['#open'] = open.name;
    values[':open'] = open.value;
    sets.push('#open = :open');
  }
  return {
    Update: {
      TableName,
      Key: marshall({ PK, SK: 'COUNTS' }),
      UpdateExpression: `SET ${sets.join(', ')}`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: marshall(values),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
