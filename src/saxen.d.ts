/** The package has no types. What is used of it: a SAX parser that is fed in pieces. */
declare module 'saxen' {
  type Decode = (text: string) => string;
  type Attributes = () => Readonly<Record<string, string>> | false;

  export class Parser {
    on(
      event: 'openTag',
      handle: (name: string, attributes: Attributes, decode: Decode, selfClosing: boolean) => void,
    ): this;
    on(event: 'closeTag', handle: (name: string, decode: Decode, selfClosing: boolean) => void): this;
    on(event: 'text', handle: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', handle: (text: string) => void): this;
    on(event: 'error' | 'warn', handle: (error: Error) => void): this;
    write(xml: string): this;
    end(): Error | undefined;
  }
}
