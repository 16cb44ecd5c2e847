import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { Response } from 'express';
import { AllowEverySignedIn, Public, SESSION_COOKIE, type Caller, type CallerRequest } from '#libs/http';
import { DESK, INSTALLATION, type Desk, type Installation } from '#libs/platform';

class SignInRequest {
  @ApiProperty({ description: 'A one-time code, or a key.', example: '7KQ4-MX2P-9D3T' })
  @IsString()
  @MinLength(4)
  @MaxLength(200)
  code: string;
}

const shown = (caller: Caller) => ({
  subject: caller.subject,
  role: caller.role,
  country: caller.tenant,
  ...(caller.teacher === undefined ? {} : { teacher: caller.teacher }),
  ...(caller.school === undefined ? {} : { school: caller.school }),
});

@ApiTags('access')
@Controller()
export class SessionController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(INSTALLATION) private readonly installation: Installation,
  ) {}

  @Post('v1/sign-in')
  @HttpCode(200)
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A one-time code or a key for a bearer token.' })
  async signIn(@Body() body: SignInRequest, @Req() request: CallerRequest) {
    const caller = await this.desk.redeem(body.code, request.ip ?? '');
    return { ...(await this.desk.token(caller)), ...shown(caller) };
  }

  @Post('v1/sessions')
  @Public()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A one-time code for a browser session (cookie).' })
  async open(@Body() body: SignInRequest, @Req() request: CallerRequest, @Res({ passthrough: true }) response: Response) {
    const caller = await this.desk.redeem(body.code, request.ip ?? '');
    const { id, maxAgeSeconds } = await this.desk.openSession(caller);
    response.cookie(SESSION_COOKIE, id, {
      httpOnly: true,
      sameSite: 'strict',
      secure: this.installation.publicUrl.startsWith('https:'),
      path: '/',
      maxAge: maxAgeSeconds * 1000,
    });
    return shown(caller);
  }

  @Delete('v1/sessions/current')
  @HttpCode(204)
  @AllowEverySignedIn()
  @ApiOperation({ summary: 'End the browser session.' })
  async close(@Req() request: CallerRequest, @Res({ passthrough: true }) response: Response) {
    if (request.caller?.session !== undefined) await this.desk.closeSession(request.caller.session);
    response.clearCookie(SESSION_COOKIE, { path: '/' });
  }

  @Get('v1/me')
  @AllowEverySignedIn()
  @ApiBearerAuth()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Who I am signed in as.' })
  me(@Req() request: CallerRequest) {
    return request.caller && shown(request.caller);
  }

  @Get('.well-known/jwks.json')
  @Public()
  @ApiOperation({ summary: 'Public keys that verify the tokens.' })
  keys() {
    return this.desk.keySet();
  }
}
