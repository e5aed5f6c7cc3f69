// AWS IoT Device SDK for JavaScript v2, unchanged: device_sdk_v2.cjs <host> <port> <folder> <thing>
//
// The folder has device.pem, device.key and root.pem. Needs the module aws-iot-device-sdk-v2 (NODE_PATH says where), which
// is native. Publishes and subscribes as the thing with MQTT 3.1.1 and with MQTT 5, then updates and reads its shadow. Ends
// with "round trip done", or with an error.
'use strict';

const path = require('path');
const assert = require('assert');
const { once } = require('events');
const { iot, mqtt, mqtt5, iotshadow } = require('aws-iot-device-sdk-v2');

const [host, port, folder, thing] = process.argv.slice(2);
const certificate = path.join(folder, 'device.pem');
const key = path.join(folder, 'device.key');
const root = path.join(folder, 'root.pem');
const topic = `plant/${thing}/temp`;

setTimeout(() => fail(new Error('no answer within 60 s')), 60000).unref();

function fail(error) {
    console.error(error);
    process.exit(1);
}

async function mqtt311() {
    const config = iot.AwsIotMqttConnectionConfigBuilder.new_mtls_builder_from_path(certificate, key)
        .with_certificate_authority_from_path(undefined, root)
        .with_clean_session(true)
        .with_client_id(thing)
        .with_endpoint(host)
        .with_port(Number(port))
        .build();
    const connection = new mqtt.MqttClient().new_connection(config);
    await connection.connect();
    let arrive;
    const arrived = new Promise((resolve) => (arrive = resolve));
    await connection.subscribe(topic, mqtt.QoS.AtLeastOnce, (name, payload) => arrive(Buffer.from(payload).toString()));
    await connection.publish(topic, '{"t":20}', mqtt.QoS.AtLeastOnce);
    assert.strictEqual(await arrived, '{"t":20}');
    await connection.disconnect();
}

function client5() {
    const builder = iot.AwsIotMqtt5ClientConfigBuilder.newDirectMqttBuilderWithMtlsFromPath(host, certificate, key);
    builder.withCertificateAuthorityFromPath(undefined, root);
    builder.withPort(Number(port));
    builder.withConnectProperties({ clientId: thing, keepAliveIntervalSeconds: 60 });
    return new mqtt5.Mqtt5Client(builder.build());
}

async function viaMqtt5() {
    const client = client5();
    const connected = once(client, 'connectionSuccess');
    client.start();
    await connected;
    const message = once(client, 'messageReceived');
    await client.subscribe({ subscriptions: [{ topicFilter: topic, qos: mqtt5.QoS.AtLeastOnce }] });
    await client.publish({
        topicName: topic,
        payload: '{"t":21}',
        qos: mqtt5.QoS.AtLeastOnce,
        userProperties: [{ name: 'unit', value: 'C' }],
    });
    const [arrived] = await message;
    assert.strictEqual(Buffer.from(arrived.message.payload).toString(), '{"t":21}');
    assert.strictEqual(arrived.message.userProperties[0].value, 'C');
    await shadow(client);
    const stopped = once(client, 'stopped');
    client.stop();
    await stopped;
    client.close();
}

async function shadow(client) {
    const shadows = iotshadow.IotShadowClientv2.newFromMqtt5(client, {
        maxRequestResponseSubscriptions: 4,
        maxStreamingSubscriptions: 2,
        operationTimeoutInSeconds: 30,
    });
    await shadows.updateShadow({ thingName: thing, state: { reported: { speed: 3 } } });
    const answer = await shadows.getShadow({ thingName: thing });
    assert.strictEqual(answer.state.reported.speed, 3);
    shadows.close();
}

mqtt311()
    .then(viaMqtt5)
    .then(() => {
        console.log('round trip done');
        process.exit(0);
    }, fail);
