// AWS IoT Device SDK for JavaScript v1, unchanged: device_sdk_v1.cjs <host> <port> <folder> <thing>
//
// The folder has device.pem, device.key and root.pem. Needs the module aws-iot-device-sdk (NODE_PATH says where). Publishes
// and subscribes as the thing, and with a signature over a WebSocket, then updates and reads its shadow. Ends with "round trip done", or with an error.
'use strict';

const path = require('path');
const assert = require('assert');
const { device: Device, thingShadow: ThingShadow } = require('aws-iot-device-sdk');

const [host, port, folder, thing] = process.argv.slice(2);
const options = {
    host,
    port: Number(port),
    clientId: thing,
    certPath: path.join(folder, 'device.pem'),
    keyPath: path.join(folder, 'device.key'),
    caPath: path.join(folder, 'root.pem'),
};

setTimeout(() => fail(new Error('no answer within 60 s')), 60000).unref();

function fail(error) {
    console.error(error);
    process.exit(1);
}

// Signs the request for the WebSocket, in place of a certificate.
const signing = {
    protocol: 'wss',
    host,
    port: Number(port),
    clientId: `${thing}-web`,
    caPath: options.caPath,
    region: 'us-east-1',
    accessKeyId: 'AKIATEST',
    secretKey: 'secret',
    sessionToken: 'to+ken==',
};

function publishAndSubscribe(as) {
    return new Promise((resolve, reject) => {
        const topic = `plant/${thing}/temp`;
        const device = Device(as);
        device.on('error', reject);
        device.on('connect', () =>
            device.subscribe(topic, { qos: 1 }, (refused) =>
                refused ? reject(refused) : device.publish(topic, '{"t":20}', { qos: 1 })));
        device.on('message', (arrived, payload) => {
            assert.strictEqual(arrived, topic);
            assert.strictEqual(payload.toString(), '{"t":20}');
            device.end(false, resolve);
        });
    });
}

function shadow() {
    return new Promise((resolve, reject) => {
        const shadows = ThingShadow(options);
        let updating;
        let reading;
        shadows.on('error', reject);
        shadows.on('connect', () =>
            shadows.register(thing, {}, () => {
                updating = shadows.update(thing, { state: { reported: { speed: 3 } } });
            }));
        shadows.on('status', (name, status, token, answer) => {
            assert.strictEqual(status, 'accepted');
            if (token === updating) {
                reading = shadows.get(thing);
            } else if (token === reading) {
                assert.strictEqual(answer.state.reported.speed, 3);
                shadows.end(false, resolve);
            }
        });
        shadows.on('timeout', () => reject(new Error('the shadow did not answer')));
    });
}

publishAndSubscribe(options)
    .then(() => publishAndSubscribe(signing))
    .then(shadow)
    .then(() => {
        console.log('round trip done');
        process.exit(0);
    }, fail);
