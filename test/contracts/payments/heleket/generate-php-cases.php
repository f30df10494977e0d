<?php
// Prints php-cases.json: webhook bodies as a PHP program signs and sends them. Run: php generate-php-cases.php > php-cases.json

declare(strict_types=1);
ini_set('serialize_precision', '-1');

const KEY = 'test_payment_key_0123456789abcdef';
const SIGNED = JSON_UNESCAPED_UNICODE;

$webhook = [
    'type' => 'payment',
    'uuid' => '62f88b36-a9d5-4fa6-aa26-e040c3dbf26d',
    'order_id' => '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a',
    'amount' => '10.00',
    'payment_amount' => '10.00000000',
    'is_final' => true,
    'status' => 'paid',
    'from' => null,
];

$shapes = [
    'the documented webhook' => $webhook,
    'Cyrillic and a slash' => $webhook + ['additional_data' => 'Заказ 1001 / звёзды'],
    'emoji outside the basic plane' => $webhook + ['additional_data' => 'сто ⭐ и 🎁'],
    'line separators of Unicode' => $webhook + ['additional_data' => "a\u{2028}b\u{2029}c"],
    'quotes, backslashes and control characters' => $webhook + ['additional_data' => "\"\\ \x08\x0c\n\r\t\x00\x1f\x7f"],
    'markup' => $webhook + ['additional_data' => '<b>a & b</b> \'c\''],
    'small and large floats' => $webhook + ['a' => 0.00001, 'b' => 1e22, 'c' => 0.1, 'd' => -2.5e-9, 'e' => 19.99, 'f' => 123456789.12345678],
    'integers beyond 2^53' => $webhook + ['a' => 9007199254740993, 'b' => PHP_INT_MAX, 'c' => PHP_INT_MIN, 'd' => 0, 'e' => -1],
    'keys that look like numbers' => $webhook + ['convert' => ['10' => 'ten', 'b' => 'letter', '2' => 'two', '-5' => 'minus', '007' => 'bond']],
    'keys that count from one' => $webhook + ['convert' => [1 => 'a', 2 => 'b']],
    'keys that count from zero' => $webhook + ['convert' => [0 => 'a', 1 => 'b'], 'list' => ['x', ['y', []]]],
    'nothing inside' => $webhook + ['convert' => [], 'deep' => ['a' => ['b' => []]]],
    'conversion' => $webhook + ['convert' => ['to_currency' => 'USDT', 'commission' => null, 'rate' => '1.00000000', 'amount' => '10.10000000'], 'txid' => 'fZ/+0g=='],
    'keys in Cyrillic, with slashes, empty' => $webhook + ['ключ/1' => 'a', '' => 'b', ' ' => 'c'],
    'a proto key' => $webhook + ['__proto__' => ['polluted' => true], 'constructor' => 'x'],
];

$spellings = [
    'all escaped' => 0,
    'as signed' => SIGNED,
    'bare slashes' => JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES,
    'bare line separators' => JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS,
    'escaped markup' => JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_HEX_QUOT,
    'objects throughout' => JSON_UNESCAPED_UNICODE | JSON_FORCE_OBJECT,
    'indented' => JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE,
];

function signature(mixed $data): string
{
    return md5(base64_encode(json_encode($data, SIGNED | JSON_THROW_ON_ERROR)) . KEY);
}

/** The sign in the first, a middle or the last place. */
function placed(array $data, int $position): array
{
    $sign = ['sign' => signature($data)];
    return array_slice($data, 0, $position, true) + $sign + array_slice($data, $position, null, true);
}

$cases = [];
foreach ($shapes as $shape => $data) {
    foreach ($spellings as $spelling => $flags) {
        $cases[] = ['name' => "$shape, $spelling", 'wire' => json_encode(placed($data, count($data)), $flags | JSON_THROW_ON_ERROR)];
    }
    $cases[] = ['name' => "$shape, sign first", 'wire' => json_encode(placed($data, 0), SIGNED | JSON_THROW_ON_ERROR)];
    $cases[] = ['name' => "$shape, sign in the middle", 'wire' => json_encode(placed($data, 3), SIGNED | JSON_THROW_ON_ERROR)];
}

// An empty object survives only in the sender's own bytes: a receiver that decodes it to an array sees a list.
$objects = $webhook + ['convert' => new stdClass(), 'note' => 'a/б'];
foreach ([0, 3, count($objects)] as $position) {
    $cases[] = ['name' => "an empty object, sign at $position", 'wire' => json_encode(placed($objects, $position), SIGNED | JSON_THROW_ON_ERROR)];
}

echo json_encode(['key' => KEY, 'cases' => $cases], JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
