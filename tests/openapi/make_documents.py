#!/usr/bin/env python3
"""Writes documents/: OpenAPI documents of all dialects, each with the requests that reach its examples (`x-expect`).

    make_documents.py        (needs PyYAML)

tests/it/openapi.rs serves every document and sends the requests. Add a document here and run it again.
"""
import json
import os

import yaml

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'documents')
DOCUMENTS = {}


def expect(request, body, status=200, **headers):
    return {'request': request, 'headers': {name.replace('_', '-'): value for name, value in headers.items()},
            'status': status, 'body': body}


def document(name, paths, expected, version='3.0.3', **more):
    key = 'swagger' if version == '2.0' else 'openapi'
    DOCUMENTS[name] = {key: version, 'info': {'title': name, 'version': '1'}, **more, 'paths': paths, 'x-expect': expected}


def get(responses, **more):
    return {'get': {'responses': responses, **more}}


def ok(content, description='ok', **more):
    return {'200': {'description': description, 'content': content, **more}}


def as_json(**content):
    return {'application/json': content}


def examples(**values):
    return {'examples': {name: {'value': value} for name, value in values.items()}}


OBJECT = {'type': 'object', 'properties': {'a': {'type': 'integer'}}}
one, two, three = {'a': 1}, {'a': 2}, {'a': 3}


def by_name(path, name, body, status=200, method='GET'):
    """The three ways to ask for an example."""
    quoted = name.replace(' ', '%20')
    return [expect('%s %s?__example=%s' % (method, path, quoted), body, status),
            expect('%s %s' % (method, path), body, status, Prefer='example="%s"' % name),
            expect('%s %s' % (method, path), body, status, Prefer='respond-async, example = "%s"; x=1' % name)]


# ---- examples of media types
for version in ('3.0.0', '3.1.0', '3.2.0'):
    short = version.replace('.', '')[:2]
    document('example-%s.yaml' % short, {
        '/schema': get(ok(as_json(schema=OBJECT, example=one))),
        '/bare': get(ok(as_json(example=[1, 'x', None, {'b': True}]))),
    }, [expect('GET /schema', one), expect('GET /bare', [1, 'x', None, {'b': True}])], version)
    document('examples-%s.json' % short, {'/a': get(ok(as_json(schema=OBJECT, **examples(one=one, two=two, three=three))))},
             [expect('GET /a', one), *by_name('/a', 'one', one), *by_name('/a', 'two', two), *by_name('/a', 'three', three),
              expect('GET /a?__example=none', one), expect('GET /a', one, Prefer='example=tw'),
              expect('GET /a', three, Prefer='example=three')], version)
document('both.yaml', {'/a': get(ok(as_json(example=one, **examples(two=two))))},
         [expect('GET /a', one), *by_name('/a', 'two', two)])
document('components.yaml', {
    '/a': get(ok(as_json(examples={'cat': {'$ref': '#/components/examples/Cat'}, 'dog': {'$ref': '#/components/examples/Dog'}}))),
    '/b': get({'200': {'$ref': '#/components/responses/Two'}, '404': {'$ref': '#/components/responses/Missing'}}),
}, [expect('GET /a', {'kind': 'cat'}), *by_name('/a', 'dog', {'kind': 'dog'}), expect('GET /b', two),
    expect('GET /b', {'error': 'gone'}, 404, Prefer='code=404')],
    components={'examples': {'Cat': {'summary': 'A cat', 'value': {'kind': 'cat'}}, 'Dog': {'value': {'kind': 'dog'}}},
                'responses': {'Two': {'description': 'two', 'content': as_json(example=two)},
                              'Missing': {'description': 'missing', 'content': as_json(**examples(gone={'error': 'gone'}))}}})
document('beside.yaml', {'/a': get(ok(as_json(examples={'cat': {'$ref': 'parts/cat.yaml#/Cat'}}))),
                         '/b': {'$ref': 'parts/cat.yaml#/paths/b'}},
         [expect('GET /a', {'kind': 'cat'}), expect('GET /b', two)])
document('scalars.json', {
    '/number': get(ok(as_json(schema={'type': 'number'}, example=1.5))),
    '/flag': get(ok(as_json(example=False))),
    '/null': get(ok(as_json(example=None))),
    '/text': get(ok(as_json(schema={'type': 'string'}, example='hello'))),
    '/json-text': get(ok(as_json(schema={'type': 'string'}, example='{"a": 1}'))),
    '/zero': get(ok(as_json(**examples(zero=0, one=1)))),
}, [expect('GET /number', 1.5), expect('GET /flag', False), expect('GET /null', None), expect('GET /text', 'hello'),
    expect('GET /json-text', '{"a": 1}'), expect('GET /zero', 0), *by_name('/zero', 'one', 1)])
document('written-json.yaml', {
    '/example': get(ok(as_json(schema=OBJECT, example='{"a": 1}'))),
    '/examples': get(ok(as_json(**examples(list='[1, 2]', object=' {"a": 2}')))),
    '/schema': get(ok(as_json(schema={'type': 'object', 'example': '{"a": 3}'}))),
}, [expect('GET /example', one), expect('GET /examples', [1, 2]), *by_name('/examples', 'object', two), expect('GET /schema', three)])
document('names.yaml', {'/a': get(ok(as_json(**{'examples': {
    'plain': {'value': 0}, 'two words': {'value': 1}, 'a.b+c(d)': {'value': 2}, 'größe': {'value': 4},
    '{{x}}': {'value': 5}, 'a/b': {'value': 6}, 'code=1': {'value': 7}}})))},
    [expect('GET /a', 0), *by_name('/a', 'two words', 1), expect('GET /a?__example=a.b%2Bc(d)', 2),
     expect('GET /a', 2, Prefer='example="a.b+c(d)"'), expect('GET /a?__example=gr%C3%B6%C3%9Fe', 4),
     expect('GET /a', 4, Prefer='example=größe'), expect('GET /a?__example=%7B%7Bx%7D%7D', 5), expect('GET /a', 5, Prefer='example="{{x}}"'),
     *by_name('/a', 'a/b', 6), *by_name('/a', 'code=1', 7)])
document('numbered.json', {'/a': get(ok(as_json(**{'examples': {'1': {'value': one}, '2': {'value': two}, '404': {'value': three}}})))},
         [expect('GET /a', one), *by_name('/a', '2', two), *by_name('/a', '404', three)])
document('large.json', {'/items/%d/{id}' % n: get(ok(as_json(**examples(**{'e%d' % m: [n, m] for m in range(5)})))) for n in range(40)},
         [expect('GET /items/7/x', [7, 0]), *by_name('/items/39/x', 'e4', [39, 4])])
document('templates.json', {
    '/literal': get(ok(as_json(example={'text': 'Hello {{name}}, {{#if x}}'}))),
    '/text': get(ok({'text/plain': {'example': 'Dear {{user.name}}'}})),
    '/mockoon': get(ok(as_json(example={'id': "{{urlParam 'id'}}{{oneOf (array 'x')}}", 'query': "{{queryParam 'q'}}"}))),
}, [expect('GET /literal', {'text': 'Hello {{name}}, {{#if x}}'}), expect('GET /text', 'Dear {{user.name}}'),
    expect('GET /mockoon?q=5', {'id': 'x', 'query': '5'})])
# ---- media types
document('text.yaml', {
    '/text': get(ok({'text/plain': {'schema': {'type': 'string', 'example': 'hello'}}})),
    '/examples': get(ok({'text/csv': examples(short='a,b\n1,2\n', empty='')})),
    '/xml': get(ok({'application/xml': {'example': '<a>1</a>'}})),
    '/html': get(ok({'text/html; charset=utf-8': {'example': '<p>hi</p>'}})),
    '/number': get(ok({'text/plain': {'example': 42}})),
}, [expect('GET /text', 'hello'), expect('GET /examples', 'a,b\n1,2\n'), *by_name('/examples', 'empty', ''),
    expect('GET /xml', '<a>1</a>'), expect('GET /html', '<p>hi</p>'), expect('GET /number', '42')])
document('wildcard-types.json', {
    '/any': get(ok({'*/*': {'schema': OBJECT, 'example': one}})),
    '/application': get(ok({'application/*': examples(one=one, two=two)})),
    '/text': get(ok({'text/*': {'example': 'hi'}})),
    '/hal': get(ok({'application/hal+json': {'example': one}})),
    '/problem': get({'200': {'description': 'ok'}, '422': {'description': 'bad', 'content': {'application/problem+json': {'example': {'title': 'no'}}}}}),
}, [expect('GET /any', one), *by_name('/application', 'two', two), expect('GET /text', 'hi'), expect('GET /hal', one),
    expect('GET /problem', {'title': 'no'}, 422, Prefer='code=422')])
document('accept.yaml', {'/a': get({
    '200': {'description': 'ok', 'content': {
        'application/xml': {'examples': {'cat': {'value': '<cat/>'}, 'cow': {'value': '<cow/>'}}},
        'application/json': {'examples': {'cat': {'value': {'kind': 'cat'}}, 'dog': {'value': {'kind': 'dog'}}}},
        'text/plain': {'example': 'a cat'}}},
    '404': {'description': 'none', 'content': {'application/json': {'example': {'error': 1}}, 'application/xml': {'example': '<error/>'}}}})},
    [expect('GET /a', {'kind': 'cat'}), expect('GET /a', '<cat/>', Accept='application/xml'), expect('GET /a', 'a cat', Accept='text/plain'),
     expect('GET /a', {'kind': 'cat'}, Accept='text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'),
     *by_name('/a', 'dog', {'kind': 'dog'}), *by_name('/a', 'cow', '<cow/>'), *by_name('/a', 'cat', {'kind': 'cat'}),
     expect('GET /a?__example=cat', '<cat/>', Accept='application/xml'), expect('GET /a?__example=dog', {'kind': 'dog'}, Accept='application/xml'),
     expect('GET /a', {'error': 1}, 404, Prefer='code=404'), expect('GET /a', '<error/>', 404, Prefer='code=404', Accept='application/xml'),
     expect('GET /a?__code=404', {'error': 1}, 404), expect('GET /a?__code=404', '<error/>', 404, Accept='application/xml')])
# ---- statuses
document('statuses.json', {'/a': get({
    '200': {'description': 'ok', 'content': as_json(**examples(one=one, two=two))},
    '404': {'description': 'none', 'content': as_json(**examples(missing={'e': 1}, hidden={'e': 2}))},
    '500': {'description': 'broken', 'content': as_json(schema={'type': 'object', 'properties': {'e': {'type': 'string', 'example': 'x'}}})},
    '204': {'description': 'nothing'}})},
    [expect('GET /a', one), expect('GET /a', {'e': 1}, 404, Prefer='code=404'), expect('GET /a?__code=404', {'e': 1}, 404),
     *by_name('/a', 'missing', {'e': 1}, 404), *by_name('/a', 'hidden', {'e': 2}, 404),
     expect('GET /a', {'e': 2}, 404, Prefer='code=404, example=hidden'), expect('GET /a?__example=hidden', {'e': 2}, 404, Prefer='code=404'),
     expect('GET /a', {'e': 'x'}, 500, Prefer='code=500'), expect('GET /a', '', 204, Prefer='code="204"'),
     expect('GET /a', one, Prefer='code=200'), expect('GET /a', one, Prefer='code=40'), expect('GET /a', two, Prefer='code=200, example=two')])
document('same-name.yaml', {'/a': get({
    '200': {'description': 'ok', 'content': as_json(**examples(usual=one, other=two))},
    '404': {'description': 'none', 'content': as_json(**examples(usual={'e': 1}, other={'e': 2}))}})},
    [expect('GET /a', one), *by_name('/a', 'usual', one), *by_name('/a', 'other', two),
     expect('GET /a', {'e': 1}, 404, Prefer='code=404'), expect('GET /a', {'e': 2}, 404, Prefer='code=404, example=other'),
     expect('GET /a?__example=other', {'e': 2}, 404, Prefer='code=404'), expect('GET /a', {'e': 2}, 404, Prefer='example=other, code=404'),
     expect('GET /a?__code=404', {'e': 1}, 404), expect('GET /a?__code=404&__example=other', {'e': 2}, 404),
     expect('GET /a?__code=404', {'e': 2}, 404, Prefer='example=other'), expect('GET /a?__code=200', one),
     expect('GET /a?__code=200&__example=other', two), expect('GET /a?__code=40', one)])
document('success-last.yaml', {'/a': {'post': {'responses': {
    '102': {'description': 'processing', 'content': as_json(example={'p': 1})},
    '201': {'description': 'made', 'content': as_json(example=one)},
    '400': {'description': 'bad', 'content': as_json(example={'e': 1})}}}}},
    [expect('POST /a', one, 201), expect('POST /a', {'e': 1}, 400, Prefer='code=400')])
document('ranges.json', {
    '/a': get({'2XX': {'description': 'ok', 'content': as_json(example=one)}, '4XX': {'description': 'bad', 'content': as_json(**examples(bad={'e': 1}))}}),
    '/b': get({'200': {'description': 'ok', 'content': as_json(example=one)}, 'default': {'description': 'error', 'content': as_json(**examples(error={'e': 2}))}}),
    '/c': get({'default': {'description': 'anything', 'content': as_json(example=two)}}),
    '/d': get({'default': {'description': 'any', 'content': as_json(example=three)}, '5XX': {'description': 'class', 'content': as_json(example=two)},
               '500': {'description': 'own', 'content': as_json(example={'e': 3})}, '200': {'description': 'ok', 'content': as_json(example=one)}}),
}, [expect('GET /d', one), expect('GET /d', {'e': 3}, 500, Prefer='code=500'), expect('GET /d', two, 501, Prefer='code=501'),
    expect('GET /d?__code=502', three, 502), expect('GET /a', one), *by_name('/a', 'bad', {'e': 1}, 400), expect('GET /a', {'e': 1}, 400, Prefer='code=400'),
    expect('GET /b', one), *by_name('/b', 'error', {'e': 2}, 500), expect('GET /c', two)])
# ---- paths
leaf = lambda text: get(ok(as_json(example=text)))
document('paths.yaml', {
    '/ops/{id}:cancel': {'post': leaf('cancel')['get']}, '/ops/{id}': leaf('op'), '/ops:batch': leaf('batch'),
    '/clusters/{id.value}/cache': leaf('cache'), '/plus+one': leaf('plus'), '/ünï/{größe}': leaf('umlaut'),
    "/q(x='{id}')": leaf('call'), '/images/{id}px': leaf('image'), '/{a}.{b}': leaf('dotted'), '/tag/!important*': leaf('marks'),
    '/a b': leaf('blank'), '/pipe|d': leaf('pipe'), '/dollar$/@me/~x': leaf('signs'), '/v[1]': leaf('brackets'),
}, [expect('POST /ops/5:cancel', 'cancel'), expect('POST /ops/5%3Acancel', 'cancel'), expect('GET /ops/5', 'op'), expect('GET /ops:batch', 'batch'),
    expect('GET /clusters/5/cache', 'cache'), expect('GET /plus+one', 'plus'), expect('GET /plus%2Bone', 'plus'), expect('GET /plus%2bone', 'plus'),
    expect('GET /%C3%BCn%C3%AF/x', 'umlaut'), expect('GET /%c3%bcn%c3%af/x', 'umlaut'),
    expect("GET /q(x='5')", 'call'), expect('GET /q(x=%275%27)', 'call'), expect('GET /q%28x%3D%275%27%29', 'call'),
    expect('GET /images/7px', 'image'), expect('GET /x.y', 'dotted'), expect('GET /tag/!important*', 'marks'), expect('GET /a%20b', 'blank'),
    expect('GET /pipe%7Cd', 'pipe'), expect('GET /dollar$/@me/~x', 'signs'), expect('GET /dollar%24/%40me/%7Ex', 'signs'), expect('GET /v%5B1%5D', 'brackets')])
document('precedence.json', {
    '/{a}/{b}': leaf('both'), '/pets/{id}': leaf('by id'), '/pets/mine': leaf('mine'), '/pets/{id}.json': leaf('as JSON'), '/{a}/mine': leaf('any mine'),
    '/files/{path+}': leaf('file'), '/files/{id}': leaf('by file id'), '/files/top': leaf('top'),
}, [expect('GET /pets/mine', 'mine'), expect('GET /pets/5', 'by id'), expect('GET /pets/5.json', 'as JSON'), expect('GET /x/mine', 'any mine'),
    expect('GET /x/y', 'both'), expect('GET /files/top', 'top'), expect('GET /files/7', 'by file id'), expect('GET /files/a/b/c', 'file')])
document('parameters.yaml', {
    '/gateway/{proxy+}': leaf('proxy'), '/v1/{name=projects/*/things/*}': leaf('resource'), '/jaxrs/{id:[0-9]{4}}': leaf('pattern'),
    '/rfc{?limit,offset}': leaf('rfc'), '/express/:id/x': leaf('express'), '/year/{2fa}': leaf('digit'), '/two/{a}{b}': leaf('adjacent'),
    '/hyphen/{user-id}': get(ok(as_json(example="{{urlParam 'userid'}}"))), '/dot/{id.value}': get(ok(as_json(example="{{urlParam 'id.value'}}"))),
}, [expect('GET /gateway/a/b', 'proxy'), expect('GET /v1/projects/1/things/2', 'resource'), expect('GET /jaxrs/2024', 'pattern'),
    expect('GET /rfc?limit=1', 'rfc'), expect('GET /express/5/x', 'express'), expect('GET /year/1', 'digit'), expect('GET /two/ab', 'adjacent'),
    expect('GET /hyphen/7', '7'), expect('GET /dot/8', '8'), expect('GET /dot/a%2Bb', 'a+b')])
for name, url, prefix in (('server-plain.yaml', 'https://api.example.com/v1', '/v1'), ('server-marks.yaml', 'https://x.example/a+b/(c)', '/a+b/(c)'),
                          ('server-variable.json', '{protocol}://{host}/{api-version}', '/v2'), ('server-relative.json', '/api/ünï', '/api/%C3%BCn%C3%AF')):
    document(name, {'/x': leaf('x')}, [expect('GET %s/x' % prefix, 'x')], servers=[{'url': url, 'variables': {
        'protocol': {'default': 'https'}, 'host': {'default': 'example.com'}, 'api-version': {'default': 'v2'}}}])
# ---- headers
document('headers.yaml', {'/a': get(ok(as_json(**examples(one=one, two=two)), headers={'X-Rate': {'example': 5, 'schema': {'type': 'integer'}}}))},
         [dict(expect('GET /a', one), answer={'x-rate': '5', 'content-type': 'application/json; charset=utf-8'}),
          dict(expect('GET /a?__example=two', two), answer={'x-rate': '5'})])
# ---- Swagger
def swagger(name, paths, expected, **more):
    document(name, paths, expected, '2.0', **more)
swagger('swagger-examples.yaml', {'/a': get({
    '200': {'description': 'ok', 'schema': OBJECT, 'examples': {'application/json': one, 'application/xml': '<a>1</a>'}},
    '404': {'description': 'none', 'examples': {'application/json': {'e': 1}}}})},
    [expect('GET /v1/a', one), expect('GET /v1/a', '<a>1</a>', Accept='application/xml'), expect('GET /v1/a', {'e': 1}, 404, Prefer='code=404')],
    produces=['application/json', 'application/xml'], basePath='/v1')
swagger('swagger-bare.json', {
    '/example': get({'200': {'description': 'ok', 'examples': {'application/json': two}}}),
    '/schema': get({'200': {'description': 'ok', 'schema': {'type': 'object', 'properties': {'b': {'type': 'string', 'example': 'x'}}}}}),
    '/text': get({'200': {'description': 'ok', 'examples': {'text/plain': 'hi'}}}, produces=['text/plain']),
    '/default': get({'default': {'description': 'any', 'examples': {'application/json': three}}}),
}, [expect('GET /example', two), expect('GET /schema', {'b': 'x'}), expect('GET /text', 'hi'), expect('GET /default', three)])
swagger('swagger-paths.yaml', {'/t/{id.value}': get({'200': {'description': 'ok', 'examples': {'application/json': 'dot'}}}),
                               '/t/{id}:run': get({'200': {'description': 'ok', 'examples': {'application/json': 'run'}}}),
                               '/t/fixed': get({'200': {'description': 'ok', 'examples': {'application/json': 'fixed'}}})},
        [expect('GET /t/1', 'dot'), expect('GET /t/1:run', 'run'), expect('GET /t/fixed', 'fixed')])
# ---- what authors write though no specification has it
document('unwrapped.yaml', {'/a': get(ok(as_json(examples={'one': {'a': 1}, 'two': {'value': two}})))},
         [expect('GET /a', one), *by_name('/a', 'two', two)])
document('listed.json', {'/a': get(ok(as_json(examples=[one, two])))}, [expect('GET /a', one), *by_name('/a', '1', two)], '3.1.0')
document('schema-examples-31.yaml', {'/a': get(ok(as_json(schema={'type': ['object', 'null'], 'properties': {
    'a': {'type': 'string', 'examples': ['first', 'second']}, 'b': {'const': 5}}})))}, [expect('GET /a', {'a': 'first', 'b': 5})], '3.1.0')
document('schema-only.json', {'/a': get(ok(as_json(schema={'allOf': [{'properties': {'x': {'type': 'string', 'example': 'X'}}},
                                                                    {'properties': {'y': {'type': 'string', 'default': 'Y'}}}]})))},
         [expect('GET /a', {'x': 'X', 'y': 'Y'})])
document('external-value.yaml', {'/a': get(ok(as_json(examples={'far': {'externalValue': 'https://example.com/x.json'}, 'near': {'value': one}})))},
         [expect('GET /a', one), *by_name('/a', 'near', one)])
document('callbacks-and-links.yaml', {'/a': {'parameters': [{'name': 'q', 'in': 'query'}], 'summary': 's', **get(
    ok(as_json(example=one), links={'next': {'operationId': 'x'}}), callbacks={'c': {'{$request.query.q}': {'post': {'responses': {'200': {'description': 'ok'}}}}}})}},
    [expect('GET /a', one)])
document('trailing-slash.yaml', {'/a/': leaf('slash'), '/b': leaf('none')},
         [expect('GET /a/', 'slash'), expect('GET /b', 'none'), expect('GET /b/', 'none')])

RAW = {'merge-keys.yaml': '''openapi: 3.0
info: {title: merge-keys.yaml, version: 1.0}
x-ok: &ok
  description: ok
  content: &content {application/json: {example: {a: 1}}}
x-more: &more
  "404": {description: none, content: {application/json: {example: {e: 007}}}}
paths:
  /a: {get: {responses: {200: *ok, <<: *more}}}
  /b: {get: {responses: {200: {<<: *ok, description: other}}}}
x-expect:
  - {request: GET /a, headers: {}, status: 200, body: {a: 1}}
  - {request: GET /a, headers: {Prefer: code=404}, status: 404, body: {e: 7}}
  - {request: GET /b, headers: {}, status: 200, body: {a: 1}}
'''}


def main():
    os.makedirs(HERE, exist_ok=True)
    for name in os.listdir(HERE):
        if name.endswith(('.yaml', '.json')):
            os.remove(os.path.join(HERE, name))
    for name, content in DOCUMENTS.items():
        with open(os.path.join(HERE, name), 'w', encoding='utf-8') as out:
            if name.endswith('.json'):
                json.dump(content, out, indent=1, ensure_ascii=False)
                out.write('\n')
            else:
                yaml.dump(content, out, sort_keys=False, allow_unicode=True, width=120)
    for name, text in RAW.items():
        with open(os.path.join(HERE, name), 'w', encoding='utf-8') as out:
            out.write(text)


if __name__ == '__main__':
    main()
