// The handler of python/app.py for Node.js without a package: it speaks DynamoDB's JSON protocol itself, unsigned, so only to Penstock.
// A record that it cannot read fails its batch: the mapping tries again, and then gives the record up.
const threshold = Number(process.env.THRESHOLD ?? '50')
const table = process.env.WARNING_TABLE ?? 'warning_events'
const region = process.env.AWS_REGION ?? 'us-east-1'

export async function handler(event) {
  const batchItemFailures = []
  for (const { kinesis } of event.Records) {
    try {
      const reading = JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8'))
      if (typeof reading.temperature !== 'number') {
        throw new TypeError('temperature is no number')
      }
      if (reading.temperature > threshold) {
        await putItem({ ...reading, deviceId: String(reading.deviceId) })
      }
    } catch (problem) {
      console.log(`malformed record ${kinesis.sequenceNumber}: ${problem.message}`)
      // What follows the first failure is sent again with it, so there is no use in going on.
      batchItemFailures.push({ itemIdentifier: kinesis.sequenceNumber })
      break
    }
  }
  return { batchItemFailures }
}

async function putItem(reading) {
  const item = Object.fromEntries(Object.entries(reading).map(([name, value]) => [name, attribute(value)]))
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'DynamoDB_20120810.PutItem',
      // DynamoDB Local wants to see who asks and for which region; it does not check the signature.
      Authorization: `AWS4-HMAC-SHA256 Credential=${process.env.AWS_ACCESS_KEY_ID ?? 'test'}/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0`,
      'X-Amz-Date': '20260101T000000Z',
    },
    body: JSON.stringify({ TableName: table, Item: item }),
  })
  if (!response.ok) {
    throw new Error(await response.text())
  }
}

function attribute(value) {
  if (value === null) return { NULL: true }
  if (Array.isArray(value)) return { L: value.map(attribute) }
  switch (typeof value) {
    case 'boolean': return { BOOL: value }
    case 'number': return { N: String(value) }
    case 'string': return { S: value }
    default: return { M: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, attribute(member)])) }
  }
}
